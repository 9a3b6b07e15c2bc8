import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { StepDocument } from '../blueprint/document.ts';
import { describeType } from '../expression/value-type.ts';
import type { Entity } from '../model/entity.ts';
import type { Field } from '../model/field.ts';
import type { Step } from '../model/operation.ts';
import { snakeCase } from '../naming/letter-case.ts';
import { copiedFields, lowerAssignments } from './lower-assignments.ts';
import type { OperationScope } from './operation-scope.ts';
import { lowerRefusal } from './refusal.ts';
import { readEntityVariable } from './entity-variable.ts';
import { requireUniqueKey } from './unique-key.ts';

/** The input an operation takes, and where the document says so. */
export interface InputDeclaration {
  readonly fields: readonly Field[];
  readonly path: DocumentPath;
}

type StepOf<Key extends string> = Extract<StepDocument, Readonly<Record<Key, unknown>>>;

/** Steps that write records. */
export function lowerCreate(
  step: StepOf<'create'>,
  path: DocumentPath,
  scope: OperationScope,
  input: InputDeclaration,
): Step | undefined {
  const read = readEntityVariable(step.create, [...path, 'create'], scope);
  if (read === undefined) return undefined;
  const { entity, variable } = read;
  const fromInput = step.from === 'input';
  const copied = fromInput ? copyInput(input, entity, path, scope) : [];
  const set = lowerAssignments(step.set, entity, [...path, 'set'], scope);
  const given = [...copied.map((field) => field.name), ...Object.keys(step.set ?? {})];
  requireFields(entity, given, path, scope);
  scope.declare(variable, { kind: 'record', entity: entity.name }, [...path, 'create']);
  return { kind: 'create', entity: entity.name, as: variable, fromInput, set };
}

export function lowerUpdate(
  step: StepOf<'update'>,
  path: DocumentPath,
  scope: OperationScope,
  input: InputDeclaration,
): Step | undefined {
  const entity = recordEntity(step.update, [...path, 'update'], scope);
  if (entity === undefined) return undefined;
  const fromInput = step.from === 'input';
  if (fromInput) copyInput(input, entity, path, scope);
  const set = lowerAssignments(step.set, entity, [...path, 'set'], scope);
  if (!fromInput && step.set === undefined) {
    scope.context.problems.add({
      code: 'missing_key',
      path,
      message: 'An update needs `set`, or `from: input`.',
    });
  }
  scope.forget(step.update);
  return { kind: 'update', entity: entity.name, target: step.update, fromInput, set };
}

export function lowerUpsert(
  step: StepOf<'upsert'>,
  path: DocumentPath,
  scope: OperationScope,
): Step | undefined {
  const read = readEntityVariable(step.upsert, [...path, 'upsert'], scope);
  if (read === undefined) return undefined;
  const { entity, variable } = read;
  const key = lowerAssignments(step.key, entity, [...path, 'key'], scope);
  const set = lowerAssignments(step.set, entity, [...path, 'set'], scope);
  const keyNames = Object.keys(step.key);
  requireUniqueKey(entity, keyNames, [...path, 'key'], scope);
  for (const name of Object.keys(step.set ?? {})) {
    if (!keyNames.includes(name)) continue;
    scope.context.problems.add({
      code: 'name_clash',
      path: [...path, 'set', name],
      isKey: true,
      message: `\`${name}\` stands in \`key\` already.`,
    });
  }
  requireFields(entity, [...keyNames, ...Object.keys(step.set ?? {})], path, scope);
  scope.declare(variable, { kind: 'record', entity: entity.name }, [...path, 'upsert']);
  return { kind: 'upsert', entity: entity.name, as: variable, key, set };
}

export function lowerIncrement(
  step: StepOf<'increment'>,
  path: DocumentPath,
  scope: OperationScope,
): Step | undefined {
  const { problems } = scope.context;
  const place = [...path, 'increment'];
  const match = /^([a-z][A-Za-z0-9]*)\.([a-z][A-Za-z0-9]*)$/.exec(step.increment.trim());
  const [, target = '', name = ''] = match ?? [];
  if (match === null) {
    problems.add({
      code: 'wrong_variable',
      path: place,
      message: `Expected a field of a record, got \`${step.increment}\`.`,
      suggestion: 'Write `account.balance`.',
    });
    return undefined;
  }
  const entity = recordEntity(target, place, scope);
  if (entity === undefined) return undefined;
  const checked = scope.expression(`${target}.${name}`, place);
  if (checked === undefined) return undefined;
  const { type } = checked.expression;
  const field = entity.fields.find((candidate) => candidate.name === name);
  if ((type.kind !== 'integer' && type.kind !== 'number') || field?.managed !== undefined) {
    problems.add({
      code: type.kind === 'nullable' ? 'may_be_null' : 'wrong_variable',
      path: place,
      message: `Only a number that is never null can be incremented; \`${name}\` is ${describeType(type)}.`,
    });
    return undefined;
  }
  const by = scope.value(step.by ?? 1, type, [...path, 'by']);
  scope.forget(target);
  if (by === undefined) return undefined;
  const otherwise =
    step.else === undefined
      ? {
          status: 422,
          code: `${snakeCase(name)}_out_of_range`,
          message: `The ${snakeCase(name).replaceAll('_', ' ')} would be out of range`,
        }
      : lowerRefusal(step.else);
  return { kind: 'increment', entity: entity.name, target, field: name, by, otherwise };
}

export function lowerDelete(
  step: StepOf<'delete'>,
  path: DocumentPath,
  scope: OperationScope,
): Step | undefined {
  const entity = recordEntity(step.delete, [...path, 'delete'], scope);
  return entity === undefined ? undefined : { kind: 'delete', entity: entity.name, target: step.delete };
}

function recordEntity(variable: string, path: DocumentPath, scope: OperationScope): Entity | undefined {
  const name = scope.recordVariable(variable, path);
  return name === undefined ? undefined : scope.context.entities.get(name);
}

function copyInput(
  input: InputDeclaration,
  entity: Entity,
  path: DocumentPath,
  scope: OperationScope,
): readonly Field[] {
  const copied = copiedFields(input.fields, entity, input.path, scope);
  const hasFields = entity.fields.some((field) => field.managed === undefined);
  if (copied.length === 0 && (hasFields || input.fields.length > 0)) {
    scope.context.problems.add({
      code: 'input_unused',
      path: [...path, 'from'],
      message: `The input has no field that ${entity.name} has.`,
      suggestion: `Write \`input: ${entity.name}\` to take all of them.`,
    });
  }
  return copied;
}

/** Every required field must come from somewhere. */
function requireFields(
  entity: Entity,
  given: readonly string[],
  path: DocumentPath,
  scope: OperationScope,
): void {
  const missing = entity.fields.filter(
    (field) =>
      field.managed === undefined &&
      !field.isOptional &&
      field.defaultValue === undefined &&
      !given.includes(field.name),
  );
  for (const field of missing) {
    scope.context.problems.add({
      code: 'missing_field',
      path,
      message: `${entity.name} needs \`${field.name}\`, and nothing gives it.`,
      suggestion: `Give it in \`set\`, take it from the input, or make it optional or defaulted.`,
    });
  }
}
