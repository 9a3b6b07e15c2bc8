import type { Operation } from '../../model/operation.ts';
import type { JsonSchema } from './field-schema.ts';

/** The header that carries the key. */
export function keyParameters({ idempotency }: Operation): readonly JsonSchema[] {
  if (idempotency === undefined) return [];
  const description =
    'A key of the client for this request. While it is kept, a request with the same key is not carried out again: it gets the first answer.';
  const schema = { type: 'string', minLength: 1 };
  return [{ name: 'Idempotency-Key', in: 'header', required: idempotency.isRequired, schema, description }];
}

/** The header that tells of an answer that was given before. */
export function replayHeaders({ idempotency }: Operation): Record<string, JsonSchema> {
  if (idempotency === undefined) return {};
  const description = '`true` when the request was carried out before.';
  return { 'Idempotency-Replayed': { description, schema: { type: 'string', enum: ['true'] } } };
}

/** How a key is refused. */
export function keyRefusals({ idempotency }: Operation): readonly (readonly [number, string])[] {
  if (idempotency === undefined) return [];
  const reused = [422, 'idempotency_key_reused'] as const;
  return idempotency.isRequired ? [reused, [400, 'idempotency_key_required']] : [reused];
}
