import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { Entity } from '../model/entity.ts';
import type { Field, FieldType } from '../model/field.ts';
import type { Step } from '../model/operation.ts';
import { allSteps } from '../model/walk-steps.ts';
import { variableName } from '../naming/identifier.ts';
import { spaced } from '../naming/letter-case.ts';
import { addInternalEntity } from './internal-entities.ts';
import type { LoweringContext } from './lowering-context.ts';

/** What a version knows of its record beside the values: whose it is, and since when that has been there. */
export const recordIdField = 'recordId';
export const recordCreatedAtField = 'recordCreatedAt';

/** The entity that keeps the versions of an entity's records. */
export function historyName(entity: string): string {
  return `${entity}Version`;
}

/** The entities that steps can read: those of the blueprint, and the versions that are kept of their records. */
export function withHistories(context: LoweringContext): LoweringContext {
  const entities = new Map(context.entities);
  for (const entity of context.entities.values()) {
    if (entity.versions?.history === undefined) continue;
    const history = addHistory(entity, context);
    entities.set(history.name, history);
  }
  return entities.size === context.entities.size ? context : { ...context, entities };
}

function addHistory(entity: Entity, context: LoweringContext): Entity {
  const { was } = entity;
  return addInternalEntity(context, {
    name: historyName(entity.name),
    description: `What ${spaced(entity.plural)} were, version by version.`,
    ...(was === undefined ? {} : { was: historyName(was) }),
    versionsOf: entity.name,
    fields: [
      {
        name: recordIdField,
        type: { kind: 'reference', entity: entity.name, onDelete: 'cascade' },
        isOptional: false,
      },
      { name: recordCreatedAtField, type: { kind: 'datetime' }, isOptional: false },
      ...entity.fields.filter(isKept).map(asKept),
    ],
    uniqueTogether: [[recordIdField, 'version']],
  });
}

const ownOfRows: readonly Field['managed'][] = ['id', 'createdAt', 'updatedAt', 'goneAt', 'key'];

/** What is secret is not kept longer than it is needed. */
function isKept({ managed, type }: Field): boolean {
  return !ownOfRows.includes(managed) && !(type.kind === 'text' && type.secret !== undefined);
}

/** A value that once was: nothing is asked of it any more. */
function asKept({ name, type, isOptional, isHidden, was, description, defaultValue }: Field): Field {
  return {
    name,
    type: withoutReferences(type),
    isOptional,
    ...(isHidden === undefined ? {} : { isHidden }),
    ...(was === undefined ? {} : { was }),
    ...(description === undefined ? {} : { description }),
    ...(defaultValue === undefined ? {} : { defaultValue }),
  };
}

/** A record may be deleted though an earlier version of another one referred to it. */
function withoutReferences(type: FieldType): FieldType {
  switch (type.kind) {
    case 'reference':
      return { kind: 'text', format: 'uuid' };
    case 'list':
      return { ...type, of: withoutReferences(type.of) };
    case 'object':
      return {
        ...type,
        fields: type.fields.map((field) => ({ ...field, type: withoutReferences(field.type) })),
      };
    default:
      return type;
  }
}

/** Reports steps that would rewrite the past. */
export function reportHistoryWrites(
  steps: readonly Step[],
  path: DocumentPath,
  { entities, problems }: LoweringContext,
): void {
  const writes: readonly Step['kind'][] = ['create', 'update', 'upsert', 'increment', 'delete'];
  for (const step of allSteps(steps)) {
    if (!writes.includes(step.kind) || !('entity' in step)) continue;
    const record = entities.get(step.entity)?.versionsOf;
    if (record === undefined) continue;
    problems.add({
      code: 'managed_field',
      path,
      message: `\`${step.entity}\` is written by the system itself, whenever a ${spaced(record)} changes.`,
      suggestion: `Change the ${spaced(record)}: \`update: ${variableName(record)}\`.`,
    });
  }
}

/** Reports what the versions of records need for themselves. */
export function reportHistoryNames({
  problems,
  entities,
}: Pick<LoweringContext, 'problems' | 'entities'>): void {
  for (const { name, versions, fields } of entities.values()) {
    if (versions?.history === undefined) continue;
    if (entities.has(versions.history)) {
      problems.add({
        code: 'name_clash',
        path: ['entities', versions.history],
        isKey: true,
        message: `\`${versions.history}\` is what keeps the versions of \`${name}\`.`,
        suggestion: 'Give the entity another name, or leave `history` out.',
      });
    }
    for (const field of fields) {
      if (field.name !== recordIdField && field.name !== recordCreatedAtField) continue;
      problems.add({
        code: 'reserved_name',
        path: ['entities', name, 'fields', field.name],
        isKey: true,
        message: `\`${field.name}\` is kept by the system where an entity says \`history\`.`,
        suggestion: 'Give the field another name.',
      });
    }
  }
}
