import { pathOf } from '../../acceptance/find-operation.ts';
import { unknownId } from '../../acceptance/samples/invalid-values.ts';
import type { Operation } from '../../model/operation.ts';
import type { SystemModel } from '../../model/system.ts';
import { pathEntities } from './path-parameters.ts';
import { textOfValue } from '../../acceptance/samples/text-of-value.ts';
import { validValue } from './valid-value.ts';
import type { Random } from './random.ts';
import type { Records } from './records.ts';

/** Where a request goes, and what is known about what it will find there. */
export interface Address {
  readonly path: string;
  /** Ids in the path, by entity. */
  readonly ids: ReadonlyMap<string, string>;
  /** `unknown`: the path holds a value that is not an id. */
  readonly finds: 'existing' | 'missing' | 'unknown';
}

const strangeIds = [unknownId, 'not-an-id', '%F0%9F%8C%B1', '0'];

export interface AddressSource {
  readonly model: SystemModel;
  readonly random: Random;
  readonly records: Records;
}

/** An address of the operation, with records that exist unless it shall be a strange one, or there are none. */
export function addressOf(operation: Operation, isStrange: boolean, source: AddressSource): Address {
  const { model, random, records } = source;
  const valueSource = { random, reference: () => undefined };
  const entities = pathEntities(operation);
  const ids = new Map<string, string>();
  let finds: Address['finds'] = 'existing';
  const path = pathOf(model, operation, (name) => {
    const typed = operation.path?.find((field) => field.name === name);
    if (typed !== undefined)
      return encodeURIComponent(textOfValue(validValue(typed.type, valueSource) ?? ''));
    const entity = entities.get(name);
    const id = entity === undefined || isStrange ? undefined : records.pick(entity, random);
    if (entity === undefined) finds = 'unknown';
    else if (id === undefined) finds = 'missing';
    else ids.set(entity, id);
    return id ?? random.pick(strangeIds) ?? unknownId;
  });
  return { path, ids, finds };
}
