import type { Field } from '../../model/field.ts';
import type { Answer, Operation, Step } from '../../model/operation.ts';
import { refusalsOf } from '../../model/refusals-of.ts';
import { shownEntity } from '../../model/public-entities.ts';
import type { SystemModel } from '../../model/system.ts';
import { callsUnwritten } from '../../model/calls-unwritten.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { isVersioned } from '../../model/is-versioned.ts';
import { mayBeOutOfRange } from '../plan/may-be-out-of-range.ts';
import { spaced } from '../../naming/letter-case.ts';
import { nonNull } from '../../expression/value-type.ts';
import { inputExample, recordExample } from './examples.ts';
import { answeredList } from '../plan/answered-list.ts';
import { recordReference, valueSchema } from './expression-schema.ts';
import { defined, type JsonSchema } from './field-schema.ts';
import { headerParameters, pathParameters, queryParameters } from './parameter-objects.ts';
import { problemResponses } from './problem-response.ts';
import { bodyTypes, patchTypes } from '../../model/patch-types.ts';
import { jsonPatchContent, patchRefusals } from './patch-objects.ts';
import { partsSchema, selectionParameters } from './selection-objects.ts';
import type { ValueType } from '../../expression/expression.ts';
import { entranceRefusals, securityOf } from './security.ts';
import { fileBody, fileResponses } from './file-objects.ts';
import { keyParameters, keyRefusals, replayHeaders } from './idempotency-objects.ts';
import { inputSchemaName, toldRecordSchema } from './schemas.ts';

/** The operation object of OpenAPI 3.1 for one operation. */
export function operationObject(model: SystemModel, operation: Operation): JsonSchema {
  const entity = model.entities.find((one) => one.name === operation.entity);
  const parameters = [
    ...pathParameters(operation.http, operation.path),
    ...queryParameters(operation.query),
    ...selectionParameters(operation),
    ...headerParameters(operation.headers),
    ...versionParameters(model, operation),
    ...keyParameters(operation),
  ];
  return defined({
    operationId: operation.name,
    summary: operation.summary,
    tags: [spaced(entity?.plural ?? operation.entity)],
    security: securityOf(operation),
    parameters: parameters.length > 0 ? parameters : undefined,
    requestBody: requestBody(model, operation),
    responses: { ...successResponse(model, operation), ...problemResponses(refusals(model, operation)) },
  });
}

function versionParameters(model: SystemModel, operation: Operation): readonly JsonSchema[] {
  const schema = { type: 'string', examples: ['"3"'] };
  const { precondition } = operation;
  if (precondition !== undefined) {
    const description = 'The version to be changed, as the ETag told it; `*` for any.';
    return [{ name: 'If-Match', in: 'header', required: precondition.isRequired, schema, description }];
  }
  if (operation.http.method !== 'GET' || !isVersioned(model, operation)) return [];
  const description = 'A version that the client has already: it is answered with 304 and no body.';
  return [{ name: 'If-None-Match', in: 'header', required: false, schema, description }];
}

function requestBody(model: SystemModel, operation: Operation): JsonSchema | undefined {
  if (operation.upload !== undefined) return fileBody(operation.upload);
  if (operation.input.length === 0) return undefined;
  const isNeeded = operation.isPartial || operation.input.some((field) => !isOptional(field));
  const example = inputExample(model, operation);
  const fields = {
    schema: { $ref: `#/components/schemas/${inputSchemaName(operation)}` },
    ...(example === undefined ? {} : { example }),
  };
  const types = bodyTypes(operation).map((type) => [
    type,
    type === patchTypes['json-patch'] ? jsonPatchContent : fields,
  ]);
  return { required: isNeeded, content: Object.fromEntries(types) };
}

function isOptional(field: Field): boolean {
  return field.isOptional || field.defaultValue !== undefined;
}

function successResponse(model: SystemModel, operation: Operation): Record<string, JsonSchema> {
  const { answer } = operation;
  if (answer.isFile === true) return fileResponses(operation.summary);
  const headers = defined({
    Location: locationHeader(answer),
    ...Object.fromEntries(
      (answer.headers ?? []).map(({ name, value }) => [name, { schema: valueSchema(nonNull(value.type)) }]),
    ),
    ETag: isVersioned(model, operation)
      ? { description: 'The version of the record.', schema: { type: 'string' } }
      : undefined,
    ...replayHeaders(operation),
    'X-Total-Count': isList(operation)
      ? { description: 'How many records match, on all pages together.', schema: { type: 'integer' } }
      : undefined,
    ...nextPageHeaders(operation),
  });
  const content = successContent(model, operation);
  const response = defined({
    description: operation.summary,
    headers: Object.keys(headers).length > 0 ? headers : undefined,
    content,
  });
  const statuses = [answer.status, ...(answer.updatedStatus === undefined ? [] : [answer.updatedStatus])];
  const isConditional = operation.http.method === 'GET' && isVersioned(model, operation);
  return Object.fromEntries([
    ...statuses.map((status) => [String(status), response]),
    ...(isConditional ? [['304', { description: 'The client has this version already.' }]] : []),
  ]);
}

/** The body by its media type. */
function successContent(model: SystemModel, operation: Operation): JsonSchema | undefined {
  const content = answerContent(model, operation);
  return content && { [operation.answer.textType ?? 'application/json']: content };
}

function locationHeader({ location, redirect }: Answer): JsonSchema | undefined {
  if (location === undefined && redirect === undefined) return undefined;
  const description = redirect === undefined ? 'The address of the record.' : 'The address to go to.';
  return { description, schema: { type: 'string' } };
}

function answerContent(model: SystemModel, operation: Operation): JsonSchema | undefined {
  const { body } = operation.answer;
  if (body.kind === 'empty') return undefined;
  const { selection } = operation;
  if (selection !== undefined && selection.inside === undefined)
    return { schema: partsSchema(model, selection) };
  if (body.kind === 'variable') return variableContent(model, operation, body.name);
  if (body.kind === 'value') return { schema: valueSchema(body.value.type) };
  const schemaOf = (field: string, type: ValueType) =>
    selection?.inside === field ? partsSchema(model, selection) : valueSchema(type);
  const properties = body.fields.map(({ field, value }) => [field, schemaOf(field, value.type)] as const);
  const required = body.fields.map(({ field }) => field);
  return { schema: { type: 'object', properties: Object.fromEntries(properties), required } };
}

function variableContent(model: SystemModel, operation: Operation, name: string): JsonSchema {
  const step = operation.steps.find((one) => nameIn(one) === name);
  if (step?.kind === 'compute') return { schema: valueSchema(step.value.type) };
  if (step?.kind === 'count') return { schema: { type: 'integer' } };
  if (!step || !('entity' in step)) return { schema: {} };
  const told = toldSchema(model, step);
  if (told !== undefined) return { schema: told };
  const shown = shownEntity(model, step.entity);
  const schema = recordReference(shown);
  const example = recordExample(model, shown);
  if (step.kind === 'list')
    return defined({ schema: { type: 'array', items: schema }, example: example && [example] });
  return defined({ schema, example });
}

/** The record of a step that creates one and tells its token. */
function toldSchema({ entities }: SystemModel, step: Step): JsonSchema | undefined {
  if (step.kind !== 'create') return undefined;
  return toldRecordSchema(entities.find(({ name }) => name === step.entity));
}

/** The variable that a step fills or writes. */
function nameIn(step: Step): string | undefined {
  if ('as' in step) return step.as;
  return 'target' in step ? step.target : undefined;
}

function isList(operation: Operation): boolean {
  const { body } = operation.answer;
  return (
    body.kind === 'variable' && operation.steps.some((step) => step.kind === 'list' && step.as === body.name)
  );
}

function nextPageHeaders(operation: Operation): JsonSchema {
  if (!isList(operation) || answeredList(operation)?.paging !== 'cursor') return {};
  const schema = { type: 'string' };
  return {
    Link: { description: 'The address of the next page, as `rel="next"`; absent on the last.', schema },
    'X-Next-Cursor': { description: 'The `cursor` of the next page; absent on the last.', schema },
  };
}

function versionRefusals({ precondition }: Operation): readonly (readonly [number, string])[] {
  if (precondition === undefined) return [];
  const failed = [412, 'precondition_failed'] as const;
  return precondition.isRequired ? [failed, [428, 'precondition_required']] : [failed];
}

/** What may be wrong with a record that is written, though nobody wrote a refusal. */
function writeRefusals(model: SystemModel, operation: Operation): readonly (readonly [number, string])[] {
  const kinds = new Set(allSteps(operation.steps).map(({ kind }) => kind));
  const refusals: [number, string][] = [];
  if (kinds.has('create') || kinds.has('update') || kinds.has('upsert')) refusals.push([409, 'not_unique']);
  if (kinds.has('delete')) refusals.push([409, 'in_use']);
  if (mayBeOutOfRange(operation, model.entities)) refusals.push([422, 'out_of_range']);
  return refusals;
}

/** Everything that may be answered instead, by status. */
function refusals(model: SystemModel, operation: Operation): readonly (readonly [number, string])[] {
  const isWaiting = callsUnwritten(operation, model.entities);
  return [
    ...refusalsOf(operation, model.entities).map(({ status, code }) => [status, code] as const),
    ...entranceRefusals(operation),
    [400, 'invalid_input'],
    ...bodyRefusals(operation),
    ...writeRefusals(model, operation),
    ...(operation.answer.isFile === true ? [[416, 'range_not_satisfiable'] as const] : []),
    ...(isWaiting ? [[501, 'slot_not_filled'] as const] : []),
    ...versionRefusals(operation),
    ...patchRefusals(operation),
    ...keyRefusals(operation),
  ];
}

function bodyRefusals({ input, upload }: Operation): readonly (readonly [number, string])[] {
  if (input.length === 0) return [];
  return [
    [400, upload === undefined ? 'invalid_json' : 'invalid_form'],
    [413, 'body_too_large'],
    [415, 'unsupported_media_type'],
  ];
}
