import type { Access, OperationAccess } from './access.ts';

/** The ways in which operations let requests pass. */
export type GateMethod = 'account' | 'key' | 'anybody';

/** How requests to an operation are let in; undefined when nobody need look at their credentials. */
export function gateMethod(access: OperationAccess | undefined): GateMethod | undefined {
  if (access === undefined || (access.isOpen && access.identities.length === 0)) return undefined;
  if (access.isOpen || access.admits.length > 1) return 'anybody';
  return access.admits[0];
}

/** Whether records must be looked at to know who asks for one of these. */
export function asksForCallers(
  guarded: readonly { readonly access?: OperationAccess }[],
  access: Access | undefined,
): boolean {
  const isGuarded = guarded.some((one) => gateMethod(one.access) !== undefined);
  return isGuarded && (access?.accounts !== undefined || access?.keys?.kind === 'records');
}
