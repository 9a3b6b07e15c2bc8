import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { StepDocument } from '../blueprint/document.ts';
import type { Entity } from '../model/entity.ts';
import type { Field } from '../model/field.ts';
import type { Step } from '../model/operation.ts';
import { copiedFields, lowerAssignments } from './lower-assignments.ts';
import type { OperationScope } from './operation-scope.ts';
import { lowerIncrement } from './lower-increment.ts';
import { readEntityVariable } from './entity-variable.ts';
import { requireUniqueKey } from './unique-key.ts';

/** The input an operation takes, and where the document says so. */
export interface InputDeclaration {
  readonly fields: readonly Field[];
  readonly path: DocumentPath;
}

type StepOf<Key extends string> = Extract<StepDocument, Readonly<Record<Key, unknown>>>;

type WriteDocument =
  | StepOf<'create'>
  | StepOf<'update'>
  | StepOf<'upsert'>
  | StepOf<'increment'>
  | StepOf<'delete'>;

/** Checks a step that writes records and lowers it; undefined when it cannot be lowered, which is reported. */
export function lowerWrite(
  step: WriteDocument,
  path: DocumentPath,
  scope: OperationScope,
  input: InputDeclaration,
): Step | undefined {
  if ('create' in step) return lowerCreate(step, path, scope, input);
  if ('update' in step) return lowerUpdate(step, path, scope, input);
  if ('upsert' in step) return lowerUpsert(step, path, scope);
  if ('increment' in step) return lowerIncrement(step, path, scope);
  return lowerDelete(step, path, scope);
}

function lowerCreate(
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

function lowerUpdate(
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

function lowerUpsert(step: StepOf<'upsert'>, path: DocumentPath, scope: OperationScope): Step | undefined {
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

function lowerDelete(step: StepOf<'delete'>, path: DocumentPath, scope: OperationScope): Step | undefined {
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
