import type { LongActionDocument } from './document.ts';

/** The standard operations that `api` names, whichever form it has. */
export function offeredOperations(api: readonly string[] | object): readonly string[] {
  return Array.isArray(api) ? api.map(String) : Object.keys(api);
}

/** `open -> done`, whichever form the action has. */
export function transitionText(
  action: string | Pick<LongActionDocument, 'transition' | 'from' | 'to'>,
): string {
  if (typeof action === 'string') return action;
  return action.transition ?? `${[action.from ?? []].flat().join(', ')} -> ${action.to ?? ''}`;
}
