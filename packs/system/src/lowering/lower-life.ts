import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { EntityDocument } from '../blueprint/document.ts';
import type { Problems } from '../blueprint/problems.ts';
import type { Entity, VersionRule } from '../model/entity.ts';
import type { Field } from '../model/field.ts';
import { checkExpression } from '../expression/check-expression.ts';
import type { Expression, ValueType } from '../expression/expression.ts';
import { recordScope } from './record-scope.ts';
import { historyName } from './histories.ts';
import { keptKeysOf, lowerUnique } from './lower-unique.ts';
import { deletedAtField, goneAtField, keyField, versionField, withManagedFields } from './managed-fields.ts';

const reasons: Readonly<Record<string, string>> = {
  version: 'versions',
  deletedAt: 'softDelete',
  goneAt: 'expires',
};

/** The parts of an entity that say how its records live. */
export type Life = Pick<Entity, 'uniqueTogether' | 'keptKeys' | 'expires' | 'isSoftDeleted' | 'versions'>;

/** How records live: what is unique in them, when they end, whether they are versioned and kept when deleted. */
export function lowerLife(
  document: EntityDocument,
  name: string,
  own: readonly Field[],
  path: DocumentPath,
  problems: Problems,
): { readonly life: Life; readonly fields: readonly Field[] } {
  reportRestore(document, path, problems);
  const known = withManagedFields(own);
  const expires = lowerExpires(document, name, known, path, problems);
  const unique = lowerUnique(document, name, known, path, problems);
  const keptKeys = keptKeysOf(unique, own, outlives(document));
  const life = {
    uniqueTogether: unique.together,
    ...(keptKeys.length === 0 ? {} : { keptKeys }),
    ...(expires === undefined ? {} : { expires }),
    ...lowerFlags(document, name),
  };
  const hidden = [
    ...(expires === undefined ? [] : [goneAtField]),
    ...keptKeys.map(({ kept }) => keyField(kept)),
  ];
  return { life, fields: withManagedFields([...own, ...hidden]) };
}

function lowerFlags(
  { softDelete, versions }: EntityDocument,
  name: string,
): Pick<Entity, 'isSoftDeleted' | 'versions'> {
  return {
    ...(softDelete === undefined ? {} : { isSoftDeleted: true }),
    ...(versions === undefined ? {} : { versions: lowerVersions(versions, name) }),
  };
}

function lowerVersions(versions: NonNullable<EntityDocument['versions']>, name: string): VersionRule {
  const { ifMatch = 'optional', history = false } = versions === true ? {} : versions;
  return { isMatchRequired: ifMatch === 'required', ...(history ? { history: historyName(name) } : {}) };
}

/** The fields that the tables keep for it. */
export function lifeFields({ softDelete, versions }: EntityDocument): readonly Field[] {
  return [
    ...(versions === undefined ? [] : [versionField]),
    ...(softDelete === undefined ? [] : [deletedAtField]),
  ];
}

function reportRestore(
  { api = [], softDelete }: EntityDocument,
  path: DocumentPath,
  problems: Problems,
): void {
  const index = Array.isArray(api) ? api.indexOf('restore') : 'restore' in api ? 'restore' : -1;
  if (index === -1 || softDelete !== undefined) return;
  problems.add({
    code: 'missing_key',
    path: [...path, 'api', index],
    message: 'Deleted records are not kept, so that none can be brought back.',
    suggestion: 'Write `softDelete: true` in the entity.',
  });
}

/** Whether records stay in the store though nothing finds them any more. */
function outlives({ softDelete, expires }: EntityDocument): boolean {
  return softDelete !== undefined || expires !== undefined;
}

/** Checks the instant from which a record is gone. */
function lowerExpires(
  { expires }: EntityDocument,
  entity: string,
  fields: readonly Field[],
  path: DocumentPath,
  problems: Problems,
): Expression | undefined {
  if (expires === undefined) return undefined;
  const target: ValueType = { kind: 'nullable', of: { kind: 'datetime' } };
  const result = checkExpression(expires, recordScope(entity, fields), target);
  if (!('problem' in result)) return result.expression;
  problems.add({ ...result.problem, path: [...path, 'expires'] });
  return undefined;
}

/** Reports fields of the names that the tables keep. */
export function reportLifeFields(document: EntityDocument, path: DocumentPath, problems: Problems): void {
  const names = lifeFields(document).map(({ name }) => name);
  for (const name of document.expires === undefined ? names : [...names, 'goneAt']) {
    if (!Object.hasOwn(document.fields, name)) continue;
    problems.add({
      code: 'reserved_name',
      path: [...path, 'fields', name],
      isKey: true,
      message: `\`${name}\` is kept by the system where an entity says \`${reasons[name] ?? ''}\`.`,
      suggestion: 'Leave the field out, or give it another name.',
    });
  }
}
