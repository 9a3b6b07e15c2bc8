import type { Access, OperationAccess } from './access.ts';
import type { Operation } from './operation.ts';

/** The ways in which operations let requests pass. */
export type GateMethod = 'account' | 'key' | 'anybody';

/** How requests to an operation are let in; undefined when nobody need look at their credentials. */
export function gateMethod(access: OperationAccess | undefined): GateMethod | undefined {
  if (access === undefined || (access.isOpen && access.identities.length === 0)) return undefined;
  if (access.isOpen || access.admits.length > 1) return 'anybody';
  return access.admits[0];
}

/** Whether records must be looked at to know who asks for one of the operations. */
export function asksForCallers(operations: readonly Operation[], access: Access | undefined): boolean {
  const isGuarded = operations.some((operation) => gateMethod(operation.access) !== undefined);
  return isGuarded && (access?.accounts !== undefined || access?.keys?.kind === 'records');
}
