import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Entity } from '../../model/entity.ts';
import type { Field } from '../../model/field.ts';
import type { DomainEvent, RecordChange } from '../../model/system.ts';
import { capitalise, camelCase } from '../../naming/letter-case.ts';
import { variableName } from '../../naming/identifier.ts';
import { suggestName } from '../../naming/nearest-name.ts';
import type { LoweringContext } from '../lowering-context.ts';

/**
 * The event that a text names: one of the blueprint, or a change of a record such as `Order created`, which becomes an event
 * of its own. Undefined when there is none, which is reported.
 */
export function namedEvent(
  text: string,
  path: DocumentPath,
  context: LoweringContext,
): DomainEvent | undefined {
  const declared = context.events.get(text);
  if (declared !== undefined) return declared;
  const [, entityName = '', what = ''] = /^([A-Z][A-Za-z0-9]*)\s+(\S.*)$/.exec(text.trim()) ?? [];
  const entity = context.entities.get(entityName);
  const change = entity === undefined ? undefined : changeOf(entity, what);
  if (entity !== undefined && change !== undefined) return changeEvent(entity, change, path, context);
  context.problems.add({
    code: 'unknown_event',
    path,
    message:
      entity === undefined
        ? `There is no event \`${text}\`.`
        : `A record of ${entityName} is never \`${what}\`.`,
    suggestion: suggestName(text, [...context.events.keys(), ...possibleChanges(context)]) ?? hint(entity),
  });
  return undefined;
}

function hint(entity: Entity | undefined): string {
  if (entity === undefined) return 'Define it under `events`, or name a change of a record: `Order created`.';
  return `Write \`${entity.name} created\`, \`${entity.name} updated\`, \`${entity.name} deleted\`, or a state it enters.`;
}

function possibleChanges({ entities }: LoweringContext): string[] {
  return [...entities.values()].flatMap(({ name, machine }) =>
    [...basicChanges, ...(machine?.states ?? [])].map((change) => `${name} ${change}`),
  );
}

const basicChanges = ['created', 'updated', 'deleted'] as const;

function changeOf({ name, machine }: Entity, what: string): RecordChange | undefined {
  const basic = basicChanges.find((kind) => kind === what);
  if (basic !== undefined) return { entity: name, kind: basic };
  const action = machine?.actions.find((one) => one.name === what);
  const state = machine?.states.find((one) => one === what) ?? action?.to;
  return state === undefined ? undefined : { entity: name, kind: 'entered', state };
}

/**
 * Adds the event unless it is there already. Its fields: the id under the name of the entity, and those that answers show of the
 * record. What is hidden stays out of feeds and logs.
 */
function changeEvent(
  entity: Entity,
  change: RecordChange,
  path: DocumentPath,
  context: LoweringContext,
): DomainEvent {
  const variable = variableName(entity.name);
  const name = `${variable}${capitalise(camelCase(change.state ?? change.kind))}`;
  const present = context.events.get(name);
  if (present?.change !== undefined) return present;
  if (present !== undefined) {
    context.problems.add({
      code: 'name_clash',
      path,
      message: `The event \`${name}\` of the blueprint has the name of this change.`,
      suggestion: `Write \`${name}\` for the event, or give the event another name.`,
    });
  }
  const id: Field = {
    name: variable,
    type: { kind: 'reference', entity: entity.name, onDelete: 'restrict' },
    isOptional: false,
  };
  const others = entity.fields.filter(
    (field) => field.managed !== 'id' && field.isHidden !== true && field.name !== variable,
  );
  const event: DomainEvent = { name, change, fields: [id, ...others.map(plainField)] };
  context.events.set(name, event);
  return event;
}

function plainField({ name, type, isOptional }: Field): Field {
  return { name, type, isOptional };
}
