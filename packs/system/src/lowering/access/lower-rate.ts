import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { RateDocument } from '../../blueprint/document/access.ts';
import type { ValueType } from '../../expression/expression.ts';
import type { Rate } from '../../model/access.ts';
import type { OperationScope } from '../operation-scope.ts';
import { spanMs } from './span.ts';

/** Reads `5 per minute`, or the long form with a key. */
export function lowerRate(
  document: RateDocument | undefined,
  path: DocumentPath,
  given: Readonly<Record<string, ValueType>>,
  newScope: (variables: Readonly<Record<string, ValueType>>) => OperationScope,
): Rate | undefined {
  if (document === undefined) return undefined;
  if (typeof document === 'string') {
    const [limit = '1', span = 'minute'] = document.split(' per ');
    return { limit: Number(limit), perMs: spanMs(span) };
  }
  const rate = { limit: document.limit, perMs: spanMs(document.per) };
  if (document.key === undefined) return rate;
  const key = newScope(rateVariables(given)).expression(document.key, [...path, 'key'], {
    target: { kind: 'text' },
  })?.expression;
  return key === undefined ? rate : { ...rate, key };
}

/** What is known before the operation runs. Of the actor that is its id. */
function rateVariables(given: Readonly<Record<string, ValueType>>): Record<string, ValueType> {
  const { actor, input, path, query } = given;
  const record = actor?.kind === 'nullable' ? undefined : actor;
  return {
    client: { kind: 'text' },
    ...(record?.kind === 'record'
      ? { actor: { kind: 'object', fields: { id: { kind: 'reference', entity: record.entity } } } }
      : {}),
    ...(input === undefined ? {} : { input }),
    ...(path === undefined ? {} : { path }),
    ...(query === undefined ? {} : { query }),
  };
}
