import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { FieldsDocument } from '../blueprint/document.ts';
import type { Problems } from '../blueprint/problems.ts';
import { checkExpression } from '../expression/check-expression.ts';
import { typeOfField } from '../expression/value-type.ts';
import type { ComputedField, Field } from '../model/field.ts';
import { recordScope, withClock } from './record-scope.ts';

/** The fields of an entity that are computed, by name, with their expressions as written. */
export function writtenComputations(fields: FieldsDocument): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(fields).flatMap(([name, written]) =>
      typeof written === 'object' && written.computed !== undefined ? [[name, written.computed]] : [],
    ),
  );
}

/** Checks the computed fields of an entity; each may use the fields that are kept, and computed ones before it. */
export function lowerComputed(
  entity: string,
  declared: readonly Field[],
  kept: readonly Field[],
  computations: ReadonlyMap<string, string>,
  path: DocumentPath,
  problems: Problems,
): readonly ComputedField[] {
  const known: (Field | ComputedField)[] = [...kept];
  const computed = declared.flatMap((field): ComputedField[] => {
    const source = computations.get(field.name);
    if (source === undefined) return [];
    const place = [...path, field.name];
    reportKept(field, place, problems);
    const result = checkExpression(source, withClock(recordScope(entity, known)), typeOfField(field));
    if ('problem' in result) {
      problems.add({ ...result.problem, path: [...place, 'computed'] });
      return [];
    }
    const { name, type, isOptional, description } = field;
    const own = { name, type, isOptional, computed: result.expression };
    known.push(own);
    return [description === undefined ? own : { ...own, description }];
  });
  return computed;
}

/** What only a value that is kept can be. */
function reportKept(field: Field, path: DocumentPath, problems: Problems): void {
  const { unique, defaultValue, isReadonly, isImmutable, isHidden, type } = field;
  const words = [
    unique && 'unique',
    defaultValue && 'a default',
    isReadonly && '`readonly`',
    isImmutable && '`immutable`',
    isHidden && '`hidden`',
  ].filter((word) => typeof word === 'string');
  if (type.kind === 'reference' && type.onDelete !== 'restrict') words.push('`on delete`');
  if (words.length === 0) return;
  problems.add({
    code: 'invalid_constraint',
    path: [...path, 'type'],
    message: `\`${field.name}\` is computed and not kept: it cannot have ${words.join(' and ')}.`,
    suggestion: 'Leave that out of its type.',
  });
}
