import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Access } from '../../model/access.ts';
import type { Entity } from '../../model/entity.ts';
import type { Field } from '../../model/field.ts';
import { suggestName } from '../../naming/nearest-name.ts';
import type { LoweringContext } from '../lowering-context.ts';
import { actorEntity } from './actor.ts';
import { tenantOfActor } from './record-conditions.ts';

/** The entities; no input gives the fields that say whose a record is and what an account may do. */
export function reserveFields(context: LoweringContext): Map<string, Entity> {
  return new Map(
    [...context.entities].map(([name, entity]) => [
      name,
      { ...entity, fields: entity.fields.map((field) => reserved(field, entity, context)) },
    ]),
  );
}

function reserved(field: Field, { name }: Entity, context: LoweringContext): Field {
  const { owner, tenant } = context.source.document.entities[name] ?? {};
  const isReserved = field.name === owner || field.name === tenant || isRole(field, name, context.access);
  return isReserved ? { ...field, isReadonly: true } : field;
}

function isRole(field: Field, entity: string, access: Access | undefined): boolean {
  return access?.accounts?.entity === entity && access.accounts.roles === field.name;
}

/** Checks what entities say of owners and tenants. */
export function reportOwnership(context: LoweringContext): void {
  for (const [name, document] of Object.entries(context.source.document.entities)) {
    const entity = context.entities.get(name);
    if (entity === undefined) continue;
    if (document.owner !== undefined) reportOwner(entity, document.owner, context);
    if (document.tenant !== undefined) reportTenant(entity, document.tenant, context);
  }
}

function reportOwner(entity: Entity, owner: string, context: LoweringContext): void {
  const path = ['entities', entity.name, 'owner'];
  const actor = actorEntity(context);
  if (actor === undefined) return reportNobody(path, context);
  const possible = referencesTo(actor, entity);
  if (possible.includes(owner)) return;
  context.problems.add({
    code: 'unknown_field',
    path,
    message: `${entity.name} has no field \`${owner}\` that refers to one ${actor}.`,
    suggestion: suggestName(owner, possible) ?? `Add \`${owner}: ${actor}\` to its fields.`,
  });
}

function reportTenant(entity: Entity, tenant: string, context: LoweringContext): void {
  const path = ['entities', entity.name, 'tenant'];
  const actor = actorEntity(context);
  if (actor === undefined) return reportNobody(path, context);
  const references = entity.fields.filter(({ type }) => type.kind === 'reference');
  const field = references.find(({ name }) => name === tenant);
  if (field === undefined) {
    const names = references.map(({ name }) => name);
    context.problems.add({
      code: 'unknown_field',
      path,
      message: `${entity.name} has no field \`${tenant}\` that refers to one record.`,
      suggestion: suggestName(tenant, names) ?? `Add \`${tenant}: Organisation\` to its fields.`,
    });
  } else if (tenantOfActor(entity.name, tenant, context) === undefined) {
    context.problems.add({
      code: 'unknown_field',
      path,
      message: `${actor} has no field that tells which \`${tenant}\` it belongs to.`,
      suggestion: `Add \`${tenant}: ${field.type.kind === 'reference' ? field.type.entity : 'Organisation'}\` to the fields of ${actor}.`,
    });
  }
}

function referencesTo(target: string, { fields }: Entity): readonly string[] {
  return fields
    .filter(({ type }) => type.kind === 'reference' && type.entity === target)
    .map(({ name }) => name);
}

function reportNobody(path: DocumentPath, { problems }: LoweringContext): void {
  problems.add({
    code: 'missing_key',
    path,
    message: 'Nobody can own anything: the blueprint does not say who may sign in.',
    suggestion: 'Write `access: { accounts: { of: User } }` at the top.',
  });
}
