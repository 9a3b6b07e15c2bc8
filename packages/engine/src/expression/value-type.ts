/** What is known before a run about a value that expressions see. `any` is checked when it is evaluated. */
export type ValueType =
  | { readonly kind: 'any' | 'text' | 'number' | 'boolean' | 'null' }
  | { readonly kind: 'list'; readonly of: ValueType }
  /** Exactly these fields, all present. */
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, ValueType>> }
  /** Any keys; the values are of one type. */
  | { readonly kind: 'map'; readonly of: ValueType };

export const anyType: ValueType = { kind: 'any' };

/** Every name of a field in the types, at whatever depth: what a misspelt one may have meant. */
export function fieldNames(types: Iterable<ValueType>): readonly string[] {
  return [...types].flatMap((type) => {
    if (type.kind === 'object')
      return [...Object.keys(type.fields), ...fieldNames(Object.values(type.fields))];
    return type.kind === 'list' || type.kind === 'map' ? fieldNames([type.of]) : [];
  });
}
