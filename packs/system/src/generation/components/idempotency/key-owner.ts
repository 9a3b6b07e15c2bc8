import type { Access } from '../../../model/access.ts';
import { gateMethod } from '../../../model/gate-method.ts';
import type { Operation } from '../../../model/operation.ts';
import { keyIdentity } from '../access/callers-file.ts';

/** Who an idempotency key belongs to, in the code of a handler. */
export interface KeyOwner {
  /** What the gate must tell. */
  readonly names: readonly string[];
  readonly code: string;
}

export function keyOwner(operation: Operation, access: Access | undefined): KeyOwner {
  const method = gateMethod(operation.access);
  if (method === undefined || access === undefined) return { names: [], code: 'null' };
  const ofKey: readonly string[] =
    access.keys === undefined ? [] : [access.keys.kind === 'records' ? keyIdentity(access) : 'key'];
  const ofAccount: readonly string[] = access.accounts === undefined ? [] : ['actorId'];
  const isOpen = method === 'anybody';
  const names = method === 'account' ? ofAccount : method === 'key' ? ofKey : [...ofAccount, ...ofKey];
  const codes = names.map((name) => (name === 'key' ? `key${isOpen ? '?' : ''}.name` : name));
  const isNullish = isOpen && names.at(-1) === 'key';
  return { names, code: [...codes, ...(isNullish ? ['null'] : [])].join(' ?? ') };
}
