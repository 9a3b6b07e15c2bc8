import type { FieldType } from '../model/field.ts';

/** Bounds of a required text that says nothing of its length. */
export const standardTextLength = { minimum: 1, maximum: 10_000 } as const;

export type TextType = Extract<FieldType, { kind: 'text' }>;

/** A text with the bounds that one which says nothing of its length has. */
export function withTextLength(type: FieldType & { kind: 'text' }, isOptional: boolean): FieldType {
  const { minimum, maximum } = standardTextLength;
  return {
    ...type,
    ...(type.minLength === undefined && !isOptional ? { minLength: minimum } : {}),
    maxLength: type.maxLength ?? Math.max(maximum, type.minLength ?? 0),
  };
}
