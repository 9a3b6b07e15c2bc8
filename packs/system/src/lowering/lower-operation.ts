import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { OperationDocument } from '../blueprint/document.ts';
import type { ValueType } from '../expression/expression.ts';
import { nullable, typeOfField } from '../expression/value-type.ts';
import type { Field } from '../model/field.ts';
import type { HttpBinding, Operation, Step } from '../model/operation.ts';
import { camelCase, capitalise, spaced } from '../naming/letter-case.ts';
import { isSafeVariable } from '../naming/identifier.ts';
import { suggestName } from '../naming/nearest-name.ts';
import { parseEntityVariable } from './entity-variable.ts';
import { lowerHttpBinding, pathParameters } from './http-binding.ts';
import { lowerAnswer } from './lower-answer.ts';
import { lowerFields } from './lower-fields.ts';
import { listParameters } from './lower-list.ts';
import { pathParameterOf } from './lower-load.ts';
import { fieldsOf } from './lowering-context.ts';
import type { LoweringContext } from './lowering-context.ts';
import { lowerStep } from './lower-step.ts';
import { OperationScope } from './operation-scope.ts';
import type { NamedOperation } from './standard-operations.ts';

/** An operation on its way to the model. */
export interface PlannedOperation extends NamedOperation {
  readonly origin: Operation['origin'];
  /** Where it is written, or the entity it comes from. */
  readonly path: DocumentPath;
  /** Known for standard operations and actions. */
  readonly entity?: string;
}

/** Checks one operation and lowers it; undefined when its HTTP binding or its entity is unknown, which is reported. */
export function lowerOperation(planned: PlannedOperation, context: LoweringContext): Operation | undefined {
  const { name, document, path, origin } = planned;
  reportOperationName(planned, context);
  const httpPath = [...path, 'http'];
  const http = lowerHttpBinding(document.http, httpPath, context.problems);
  const isPartial =
    http?.method === 'PATCH' && document.do.some((step) => 'update' in step && step.from === 'input');
  const input = lowerInput(document, [...path, 'input'], context);
  reportBodyless(http, document, path, context);
  const query = lowerFields(
    document.query ?? {},
    new Set(context.entities.keys()),
    [...path, 'query'],
    context.problems,
  );
  const parameters = http === undefined ? [] : pathParameters(http);
  const scope = new OperationScope(
    context,
    givenVariables({ document, input, query, isPartial, parameters }),
  );
  const steps = document.do.flatMap((step, index): Step[] => {
    const lowered = lowerStep(step, [...path, 'do', index], {
      scope,
      input: { fields: input, path: [...path, 'input'] },
      parameters,
    });
    return lowered === undefined ? [] : [lowered];
  });
  const answer = lowerAnswer(document.answer, steps, [...path, 'answer'], scope);
  const isWhole = steps.length === document.do.length;
  if (isWhole) reportUnused({ document, input, parameters, path }, scope);
  const entity = planned.entity ?? entityOf(steps) ?? context.entities.keys().next().value;
  if (entity === undefined && isWhole) {
    context.problems.add({
      code: 'unknown_entity',
      path,
      isKey: true,
      message: 'An operation needs at least one entity to work on.',
    });
  }
  if (http === undefined || entity === undefined) return undefined;
  return {
    name,
    summary: document.summary ?? capitalise(spaced(name)),
    origin,
    answers: document.answers ?? [],
    entity,
    http,
    input,
    isPartial,
    query: withListParameters(query, steps, [...path, 'query'], context),
    steps,
    answer,
  };
}

function reportOperationName({ name, origin, path }: PlannedOperation, context: LoweringContext): void {
  if (isSafeVariable(name)) return;
  context.problems.add({
    code: 'reserved_name',
    path,
    isKey: origin === 'written',
    message: `\`${name}\` cannot be the name of an operation: TypeScript reserves it.`,
    suggestion: `Write \`${name}It\`, or say what is meant: \`${name}Task\`.`,
  });
}

function lowerInput(document: OperationDocument, path: DocumentPath, context: LoweringContext): Field[] {
  const { input } = document;
  if (input === undefined) return [];
  const names = new Set(context.entities.keys());
  if (typeof input !== 'string') return lowerFields(input, names, path, context.problems);
  if (!names.has(input)) {
    context.problems.add({
      code: 'unknown_entity',
      path,
      message: `There is no entity \`${input}\`.`,
      suggestion: suggestName(input, names),
    });
  }
  return fieldsOf(context, input).filter((field) => field.managed === undefined);
}

function reportBodyless(
  http: HttpBinding | undefined,
  { input }: OperationDocument,
  path: DocumentPath,
  context: LoweringContext,
): void {
  if (input === undefined || (http?.method !== 'GET' && http?.method !== 'DELETE')) return;
  context.problems.add({
    code: 'invalid_http',
    path: [...path, 'input'],
    isKey: true,
    message: `A ${http.method} request has no body.`,
    suggestion: 'Take parameters from `query`, or choose POST.',
  });
}

interface Given {
  readonly document: OperationDocument;
  readonly input: readonly Field[];
  readonly query: readonly Field[];
  readonly isPartial: boolean;
  readonly parameters: readonly string[];
}

/** The variables every step may use. */
function givenVariables(given: Given): Record<string, ValueType> {
  const { document, input, query, isPartial, parameters } = given;
  const inputTypes = input.map((field): [string, ValueType] => [
    field.name,
    isPartial ? nullable(typeOfField(field)) : typeOfField(field),
  ]);
  return {
    now: { kind: 'datetime' },
    today: { kind: 'date' },
    ...(parameters.length === 0 ? {} : { path: objectType(parameterTypes(document, parameters)) }),
    ...(document.input === undefined ? {} : { input: objectType(inputTypes) }),
    ...(document.query === undefined
      ? {}
      : { query: objectType(query.map((field) => [field.name, queryType(field)])) }),
  };
}

/** A parameter with a default is never absent. */
function queryType(field: Field): ValueType {
  return typeOfField({ ...field, isOptional: field.isOptional && field.defaultValue === undefined });
}

function objectType(entries: readonly (readonly [string, ValueType])[]): ValueType {
  return { kind: 'object', fields: Object.fromEntries(entries) };
}

/** A path parameter is the id of the entity that is loaded by it, or that it is named after; text otherwise. */
function parameterTypes(
  document: OperationDocument,
  parameters: readonly string[],
): (readonly [string, ValueType])[] {
  const entities = new Map<string, string>();
  for (const step of document.do) {
    for (const text of Object.values(step)) {
      const mention = typeof text === 'string' ? parseEntityVariable(text) : undefined;
      if (mention !== undefined && parameters.includes(camelCase(mention.entity))) {
        entities.set(camelCase(mention.entity), mention.entity);
      }
    }
  }
  for (const step of document.do) {
    const mention = 'load' in step ? parseEntityVariable(step.load) : undefined;
    if (mention === undefined || ('by' in step && step.by !== undefined)) continue;
    const parameter = pathParameterOf(mention.variable ?? '', mention.entity, parameters);
    if (parameter !== undefined) entities.set(parameter, mention.entity);
  }
  return parameters.map((parameter) => {
    const entity = entities.get(parameter);
    return [parameter, entity === undefined ? { kind: 'text' } : { kind: 'reference', entity }];
  });
}

/** What the world gives and nobody uses is a mistake: nothing is dropped without a word. */
function reportUnused(
  {
    document,
    input,
    parameters,
    path,
  }: Pick<Given, 'document' | 'input' | 'parameters'> & { path: DocumentPath },
  scope: OperationScope,
): void {
  for (const parameter of parameters) {
    if (scope.isUsed('path', parameter)) continue;
    scope.context.problems.add({
      code: 'unknown_parameter',
      path: [...path, 'http'],
      offset: document.http.indexOf(`{${parameter}}`),
      message: `No step uses the path parameter \`{${parameter}}\`.`,
      suggestion: `Load by it, or use \`path.${parameter}\` in an expression.`,
    });
  }
  if (typeof document.input === 'string') return;
  for (const field of input) {
    if (scope.isUsed('input', field.name)) continue;
    scope.context.problems.add({
      code: 'input_unused',
      path: [...path, 'input', field.name],
      isKey: true,
      message: `No step uses \`input.${field.name}\`.`,
      suggestion: 'Put it in a `set`, copy it with `from: input`, or leave it out.',
    });
  }
}

function withListParameters(
  declared: readonly Field[],
  steps: readonly Step[],
  path: DocumentPath,
  context: LoweringContext,
): Field[] {
  const list = steps.find((step) => step.kind === 'list');
  const entity = list === undefined ? undefined : context.entities.get(list.entity);
  if (list === undefined || entity === undefined) return [...declared];
  const own = listParameters(list, entity);
  for (const field of declared) {
    if (!['limit', 'offset', 'sort'].includes(field.name)) continue;
    context.problems.add({
      code: 'name_clash',
      path: [...path, field.name],
      isKey: true,
      message: `\`${field.name}\` is a query parameter of every list already.`,
    });
  }
  const names = new Set(declared.map((field) => field.name));
  return [...declared, ...own.filter((field) => !names.has(field.name))];
}

/** The entity whose controller runs it: the one it creates, else changes, else lists, else reads. */
function entityOf(steps: readonly Step[]): string | undefined {
  const ranks: readonly Step['kind'][][] = [
    ['create', 'upsert'],
    ['update', 'increment', 'delete'],
    ['list'],
    ['load', 'count'],
  ];
  for (const kinds of ranks) {
    const step = steps.find((candidate) => kinds.includes(candidate.kind));
    if (step !== undefined && 'entity' in step) return step.entity;
  }
  return undefined;
}
