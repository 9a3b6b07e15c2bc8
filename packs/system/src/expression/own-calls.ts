import type { OwnCall } from './expression.ts';

export interface FoundCall {
  readonly name: string;
  readonly own: OwnCall;
}

/** The calls of functions written by hand, anywhere in plain data: an operation, a step, an expression. */
export function ownCallsIn(value: unknown): readonly FoundCall[] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.values(value).flatMap(ownCallsIn);
  return isOwnCall(value) ? [{ name: value.name, own: value.own }, ...inner] : inner;
}

function isOwnCall(value: object): value is FoundCall {
  return 'kind' in value && value.kind === 'call' && 'own' in value && value.own !== undefined;
}
