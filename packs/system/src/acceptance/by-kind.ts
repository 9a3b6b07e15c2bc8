/** One function per member of a union that is told apart by `kind`. */
export type ByKind<Union extends { readonly kind: string }, Rest extends unknown[], Result> = {
  readonly [Kind in Union['kind']]: (value: Extract<Union, { readonly kind: Kind }>, ...rest: Rest) => Result;
};

/** Calls the function for the value's kind. */
export function byKind<Union extends { readonly kind: string }, Rest extends unknown[], Result>(
  table: ByKind<Union, Rest, Result>,
  value: Union,
  ...rest: Rest
): Result {
  const call = table[value.kind as Union['kind']] as (value: Union, ...rest: Rest) => Result;
  return call(value, ...rest);
}
