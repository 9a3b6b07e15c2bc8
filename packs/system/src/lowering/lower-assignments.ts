import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { AssignmentsDocument } from '../blueprint/document.ts';
import { isAssignable, typeOfInput } from '../expression/value-type.ts';
import type { Field } from '../model/field.ts';
import type { Assignment } from '../model/operation.ts';
import { suggestName } from '../naming/nearest-name.ts';
import type { OperationScope } from './operation-scope.ts';

/** The target of assignments: an entity or an event. */
export interface AssignmentTarget {
  readonly name: string;
  readonly fields: readonly Field[];
}

/** Checks `set: { task: input.task }` against the fields it sets. */
export function lowerAssignments(
  assignments: AssignmentsDocument | undefined,
  target: AssignmentTarget,
  path: DocumentPath,
  scope: OperationScope,
): Assignment[] {
  return Object.entries(assignments ?? {}).flatMap(([name, written]) => {
    const place = [...path, name];
    const field = assignableField(name, target, place, scope);
    return field === undefined ? [] : assignment(field, written, place, scope);
  });
}

/** The same for a key, in which a token stands for what is kept of it. */
export function lowerKey(
  key: AssignmentsDocument,
  target: AssignmentTarget,
  path: DocumentPath,
  scope: OperationScope,
): Assignment[] {
  return Object.entries(key).flatMap(([name, written]) => {
    const token = target.fields.find((field) => field.name === name && isToken(field));
    return token === undefined
      ? lowerAssignments({ [name]: written }, target, path, scope)
      : assignment({ ...token, type: { kind: 'text' } }, written, [...path, name], scope);
  });
}

function assignment(
  field: Field,
  written: AssignmentsDocument[string],
  path: DocumentPath,
  scope: OperationScope,
): Assignment[] {
  const value = scope.value(written, typeOfInput(field), path);
  return value === undefined ? [] : [{ field: field.name, value }];
}

function assignableField(
  name: string,
  target: AssignmentTarget,
  path: DocumentPath,
  scope: OperationScope,
): Field | undefined {
  const { problems } = scope.context;
  const field = target.fields.find((candidate) => candidate.name === name);
  if (field === undefined) {
    if (reportComputed(name, target, path, scope)) return undefined;
    const names = target.fields.filter((one) => isAssignableField(one)).map((one) => one.name);
    problems.add({
      code: 'unknown_field',
      path,
      isKey: true,
      message: `${target.name} has no field \`${name}\`.`,
      suggestion: suggestName(name, names),
    });
    return undefined;
  }
  if (isAssignableField(field)) return field;
  problems.add({
    code: 'managed_field',
    path,
    isKey: true,
    message: `\`${name}\` is set by the system itself.`,
  });
  return undefined;
}

function reportComputed(
  name: string,
  target: AssignmentTarget,
  path: DocumentPath,
  { context: { entities, problems } }: OperationScope,
): boolean {
  const isComputed = entities.get(target.name)?.computed?.some((field) => field.name === name) ?? false;
  if (isComputed) {
    problems.add({
      code: 'managed_field',
      path,
      isKey: true,
      message: `\`${name}\` is computed from the other fields.`,
      suggestion: 'Leave it out, or keep it: take `computed` away from the field.',
    });
  }
  return isComputed;
}

/** Steps may set everything but what identifies and dates a record. */
function isAssignableField(field: Field): boolean {
  return (field.managed === undefined || field.managed === 'state') && !isToken(field);
}

function isToken({ type }: Field): boolean {
  return type.kind === 'text' && type.secret === 'token';
}

/** The fields of the input that a `from: input` copies; each must fit the field it goes to. */
export function copiedFields(
  input: readonly Field[],
  entity: AssignmentTarget,
  inputPath: DocumentPath,
  scope: OperationScope,
): Field[] {
  const copied = input.filter((field) => {
    const own = entity.fields.find((candidate) => candidate.name === field.name);
    if (own === undefined || own.managed !== undefined || !isAssignableField(own)) return false;
    scope.markUsed(`input.${field.name}`);
    const from = typeOfInput(field);
    if (!isAssignable(from, typeOfInput(own))) {
      const isNull = from.kind === 'nullable' && isAssignable(from.of, typeOfInput(own));
      scope.context.problems.add({
        code: isNull ? 'may_be_null' : 'not_assignable',
        path: [...inputPath, field.name],
        message: isNull
          ? `\`${field.name}\` may be left out here, but ${entity.name} needs it.`
          : `\`${field.name}\` has another type in ${entity.name}.`,
        suggestion: isNull
          ? `Make it required, or optional in ${entity.name} too.`
          : 'Give both the same type.',
      });
    }
    return true;
  });
  return copied;
}
