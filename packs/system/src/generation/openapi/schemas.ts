import type { Entity } from '../../model/entity.ts';
import type { ComputedField, Field } from '../../model/field.ts';
import type { Operation } from '../../model/operation.ts';
import { httpSources, liveFeeds } from '../../model/http-sources.ts';
import { publicEntities } from '../../model/public-entities.ts';
import { tokenField } from '../../model/secret-fields.ts';
import type { SystemModel } from '../../model/system.ts';
import { capitalise } from '../../naming/letter-case.ts';
import { typeName } from '../plan/named-type.ts';
import { typesInUse } from '../plan/types-in-use.ts';
import { eventSchemas } from './feed-object.ts';
import {
  inputSchema,
  type JsonSchema,
  objectSchema,
  outputSchema,
  ownSchema,
  requiredOnInput,
} from './field-schema.ts';

/** The reusable schemas: each record, each input, the problem. */
export function componentSchemas(model: SystemModel): Record<string, JsonSchema> {
  const records = publicEntities(model).map((entity): [string, JsonSchema] => [
    entity.name,
    recordSchema(entity),
  ]);
  const inputs = model.operations
    .filter((operation) => operation.input.length > 0)
    .map((operation): [string, JsonSchema] => [inputSchemaName(operation), operationInput(operation)]);
  // What travels inside the system is nobody's business outside.
  const visible = { ...model, components: [...httpSources(model), ...liveFeeds(model)] };
  const types = typesInUse(visible).map(({ type }): [string, JsonSchema] => [
    typeName(type),
    ownSchema(type),
  ]);
  return Object.fromEntries([
    ...types,
    ...records,
    ...inputs,
    ...eventSchemas(model),
    ['Problem', problemSchema],
  ]);
}

/** `CreateTaskInput`. Ends in a word that no entity's schema can be taken for. */
export function inputSchemaName(operation: Operation): string {
  return `${capitalise(operation.name)}Input`;
}

/** A record with its token, as the operation that creates it answers; undefined where there is none to tell. */
export function toldRecordSchema(entity: Entity | undefined): JsonSchema | undefined {
  const token = entity && tokenField(entity);
  return entity === undefined || token === undefined ? undefined : recordSchema(entity, token);
}

export function recordSchema(entity: Entity, told?: Field): JsonSchema {
  const { computed = [] } = entity;
  const shown = [...entity.fields.filter((field) => field.isHidden !== true || field === told), ...computed];
  const schema = objectSchema(
    shown,
    (field) => (isSetBySystem(field) ? { ...outputSchema(field), readOnly: true } : outputSchema(field)),
    shown.map(({ name }) => name),
  );
  return entity.description === undefined ? schema : { ...schema, description: entity.description };
}

function isSetBySystem(field: Field | ComputedField): boolean {
  if ('computed' in field || field.isReadonly === true) return true;
  return field.managed !== undefined && field.managed !== 'state';
}

function operationInput(operation: Operation): JsonSchema {
  const { isPartial, isListInput, input } = operation;
  if (isListInput === true && input[0] !== undefined) return inputSchema(input[0], { isPartial });
  return objectSchema(
    operation.input,
    (field) => inputSchema(field, { isPartial }),
    isPartial ? [] : requiredOnInput(operation.input),
  );
}

/** RFC 9457 with a stable `code` and, for bad input, one entry per field. */
const problemSchema: JsonSchema = {
  type: 'object',
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; decide by this one.' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          field: { type: 'string' },
          code: { type: 'string' },
          message: { type: 'string' },
        },
        required: ['field', 'code', 'message'],
      },
    },
  },
  required: ['type', 'title', 'status', 'code'],
};
