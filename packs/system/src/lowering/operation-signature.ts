import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { OperationDocument } from '../blueprint/document.ts';
import type { ValueType } from '../expression/expression.ts';
import { nullable, typeOfField, typeOfInput } from '../expression/value-type.ts';
import type { Field } from '../model/field.ts';
import type { FileLimits } from '../model/stored-file.ts';
import { isFileNotation, readFileNotation } from '../blueprint/file-notation.ts';
import type { HttpBinding } from '../model/operation.ts';
import { camelCase } from '../naming/letter-case.ts';
import { parseEntityVariable } from './steps/entity-variable.ts';
import { lowerHttpBinding, pathParameters } from './http-binding.ts';
import { isListInput, lowerInput } from './lower-input.ts';
import { lowerFields } from './lower-fields.ts';
import { lowerHeaderFields, lowerPathFields } from './text-fields.ts';
import { pathParameterOf } from './steps/load-key.ts';
import { allDocuments } from './steps/walk-documents.ts';
import type { LoweringContext } from './lowering-context.ts';

/** What a request to an operation consists of. */
export interface OperationSignature {
  /** Undefined when it cannot be read, which is reported. */
  readonly http: HttpBinding | undefined;
  readonly parameters: readonly string[];
  readonly input: readonly Field[];
  /** Parameters of the path whose types are given. */
  readonly path: readonly Field[];
  readonly query: readonly Field[];
  readonly headers: readonly Field[];
  /** The body is a list, the one field of the input. */
  readonly isListInput: boolean;
  readonly isPartial: boolean;
  readonly upload?: FileLimits;
}

export function lowerSignature(
  document: OperationDocument,
  path: DocumentPath,
  context: LoweringContext,
): OperationSignature {
  const http = lowerHttpBinding(document.http, [...path, 'http'], context.problems);
  reportBodyless(http, document, path, context);
  const upload = lowerUpload(document, [...path, 'upload'], context);
  const parameters = http === undefined ? writtenParameters(document.http) : pathParameters(http);
  return {
    http,
    ...(upload === undefined ? {} : { upload }),
    parameters,
    path: lowerPathFields(document, parameters, [...path, 'path'], context),
    input: lowerInput(document, [...path, 'input'], context),
    isListInput: isListInput(document),
    query: lowerFields(document.query ?? {}, context.names, [...path, 'query'], context.problems),
    headers: lowerHeaderFields(document, [...path, 'headers'], context),
    isPartial:
      http?.method === 'PATCH' &&
      allDocuments(document.do).some((step) => 'update' in step && step.from === 'input'),
  };
}

function lowerUpload(
  { upload, input }: OperationDocument,
  path: DocumentPath,
  { problems }: LoweringContext,
): FileLimits | undefined {
  if (upload === undefined) return undefined;
  if (input !== undefined) {
    problems.add({
      code: 'name_clash',
      path,
      isKey: true,
      message: 'A body is a file or an `input`, not both.',
    });
  }
  const reading = isFileNotation(upload) ? readFileNotation(upload) : undefined;
  if (reading !== undefined && 'notation' in reading) return reading.notation.limits;
  problems.add({
    ...(reading?.problem ?? {
      code: 'invalid_field',
      message: `Expected a file, got \`${upload}\`.`,
      suggestion: 'Write `upload: file image/png|image/jpeg ..5MB`.',
    }),
    path,
  });
  return undefined;
}

/** The parameters of a path that cannot be read otherwise, so that steps can be checked all the same. */
function writtenParameters(http: string): string[] {
  return [...http.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}

function reportBodyless(
  http: HttpBinding | undefined,
  { input, upload }: OperationDocument,
  path: DocumentPath,
  context: LoweringContext,
): void {
  if ((input ?? upload) === undefined || (http?.method !== 'GET' && http?.method !== 'DELETE')) return;
  context.problems.add({
    code: 'invalid_http',
    path: [...path, 'input'],
    isKey: true,
    message: `A ${http.method} request has no body.`,
    suggestion: 'Take parameters from `query`, or choose POST.',
  });
}

/** The variables that every step of an operation may use. */
export function givenVariables(
  document: OperationDocument,
  { input, path, query, headers, isPartial, isListInput: isList, parameters }: OperationSignature,
  context: LoweringContext,
): Record<string, ValueType> {
  const inputTypes = input.map((field): [string, ValueType] => [
    field.name,
    isPartial || field.defaultValue?.kind === 'expression'
      ? nullable(typeOfInput(field))
      : typeOfInput(field),
  ]);
  const pathTypes = parameters.map((name): [string, ValueType] => [
    name,
    typeOfParameter(name, path) ?? parameterType(name, document, context),
  ]);
  return {
    now: { kind: 'datetime' },
    today: { kind: 'date' },
    ...configVariable(context),
    ...(parameters.length === 0 ? {} : { path: objectType(pathTypes) }),
    ...(document.input === undefined && document.upload === undefined
      ? {}
      : { input: isList && input[0] !== undefined ? typeOfInput(input[0]) : objectType(inputTypes) }),
    ...(document.query === undefined ? {} : { query: queryVariable(query) }),
    ...(headers.length === 0
      ? {}
      : { headers: objectType(headers.map((field) => [field.name, queryType(field)])) }),
  };
}

/** What expressions know of the parameters of a query. */
export function queryVariable(query: readonly Field[]): ValueType {
  return objectType(query.map((field) => [field.name, queryType(field)]));
}

/** What expressions know of the configuration; nothing when there is none. */
export function configVariable({ config }: LoweringContext): Record<string, ValueType> {
  if (config.length === 0) return {};
  return { config: objectType(config.map((setting) => [setting.name, queryType(setting)])) };
}

/** A parameter with a default is never absent. */
function queryType(field: Pick<Field, 'type' | 'isOptional' | 'defaultValue'>): ValueType {
  return typeOfField({ ...field, isOptional: field.isOptional && field.defaultValue === undefined });
}

function objectType(entries: readonly (readonly [string, ValueType])[]): ValueType {
  return { kind: 'object', fields: Object.fromEntries(entries) };
}

function typeOfParameter(name: string, fields: readonly Field[]): ValueType | undefined {
  const field = fields.find((one) => one.name === name);
  return field && typeOfField(field);
}

/** A path parameter is the id of the entity that is loaded by it, or that it is named after; text otherwise. */
function parameterType(parameter: string, document: OperationDocument, context: LoweringContext): ValueType {
  const loaded = allDocuments(document.do).flatMap((step) => {
    if (!('load' in step) && !('find' in step)) return [];
    const mention = parseEntityVariable('load' in step ? step.load : step.find);
    if (mention === undefined) return [];
    const isLoaded =
      step.by === undefined && step.where === undefined
        ? pathParameterOf(mention.variable ?? '', mention.entity, [parameter]) !== undefined
        : step.by === `path.${parameter}`;
    return isLoaded ? [mention.entity] : [];
  });
  const entity = loaded[0] ?? [...context.entities.keys()].find((name) => camelCase(name) === parameter);
  return entity === undefined ? { kind: 'text' } : { kind: 'reference', entity };
}
