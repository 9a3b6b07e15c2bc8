import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { RateDocument } from '../../blueprint/document/access.ts';
import type { ValueType } from '../../expression/expression.ts';
import { nonNull } from '../../expression/value-type.ts';
import type { IdentityName, Rate } from '../../model/access.ts';
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
    return { limit: Number(limit), perMs: spanMs(span), ...countedBy(given) };
  }
  const rate = { limit: document.limit, perMs: spanMs(document.per) };
  if (document.key === undefined) return { ...rate, ...countedBy(given) };
  const key = newScope(rateVariables(given)).expression(document.key, [...path, 'key'], {
    target: { kind: 'text' },
  })?.expression;
  return key === undefined ? rate : { ...rate, key };
}

/** By whom requests are counted where nobody may come without credentials. */
function countedBy({ actor, key }: Readonly<Record<string, ValueType>>): Pick<Rate, 'callers'> {
  const isKnown = [actor, key].some((type) => type !== undefined && type.kind !== 'nullable');
  const isEither = actor !== undefined && key !== undefined;
  if (!isKnown && !isEither) return {};
  return { callers: [...(actor === undefined ? [] : ['actorId' as const]), ...keyName(key)] };
}

function keyName(type: ValueType | undefined): readonly IdentityName[] {
  if (type === undefined) return [];
  return [nonNull(type).kind === 'record' ? 'keyId' : 'key'];
}

/** What is known before the operation runs. Of the actor and of a key that is a record it is the id. */
function rateVariables(given: Readonly<Record<string, ValueType>>): Record<string, ValueType> {
  const { input, path, query, headers } = given;
  return {
    client: { kind: 'text' },
    ...identity('actor', given),
    ...identity('key', given),
    ...(input === undefined ? {} : { input }),
    ...(path === undefined ? {} : { path }),
    ...(query === undefined ? {} : { query }),
    ...(headers === undefined ? {} : { headers }),
  };
}

function identity(name: string, given: Readonly<Record<string, ValueType>>): Record<string, ValueType> {
  const type = given[name];
  if (type === undefined || type.kind === 'nullable') return {};
  if (type.kind !== 'record') return { [name]: type };
  return { [name]: { kind: 'object', fields: { id: { kind: 'reference', entity: type.entity } } } };
}
