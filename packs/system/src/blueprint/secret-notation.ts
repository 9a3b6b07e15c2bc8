import type { FieldType } from '../model/field.ts';

/** Bounds of a password that says nothing of its length: long enough to be hard to guess, short enough to be hashed. */
export const standardPasswordLength = { minimum: 8, maximum: 200 } as const;

export const secretTypes = ['password', 'token'] as const;

type TextType = Extract<FieldType, { kind: 'text' }>;
export type SecretType = TextType & { readonly secret: 'password' | 'token' };

export function isSecretType(type: FieldType): type is SecretType {
  return type.kind === 'text' && type.secret !== undefined;
}

export function isTokenType(type: FieldType): boolean {
  return isSecretType(type) && type.secret === 'token';
}

/** What a notation says of a secret besides its type. */
export interface SecretWords {
  readonly isList: boolean;
  readonly isOptional: boolean;
  readonly hasDefault: boolean;
  readonly hasPattern: boolean;
  readonly hasUnique: boolean;
  readonly hasRange: boolean;
}

export interface SecretProblem {
  readonly message: string;
  readonly suggestion: string;
}

/** Why a secret cannot be what its notation says; undefined when it can. */
export function secretProblem({ secret }: SecretType, words: SecretWords): SecretProblem | undefined {
  const { isList, hasPattern, hasUnique, hasDefault, isOptional, hasRange } = words;
  const common = { list: isList, pattern: hasPattern, '`unique`': hasUnique, default: hasDefault };
  const ofToken = secret === 'token' ? { 'length of one’s choice': hasRange, '`?`': isOptional } : {};
  const odd = Object.entries({ ...common, ...ofToken }).filter(([, isThere]) => isThere);
  if (odd.length === 0) return undefined;
  return {
    message: `A \`${secret}\` is kept as a hash: it has no ${odd.map(([word]) => word).join(' and no ')}.`,
    suggestion: secret === 'token' ? 'Write `token`, or `token prefix key_`.' : 'Write `password 10..`.',
  };
}

/** A password with its bounds; a token has none. */
export function boundSecret(
  type: SecretType,
  bounds: { readonly minimum?: number; readonly maximum?: number } = {},
): FieldType {
  if (type.secret === 'token') return type;
  const { minimum, maximum } = standardPasswordLength;
  const minLength = bounds.minimum ?? Math.min(minimum, bounds.maximum ?? minimum);
  return { ...type, minLength, maxLength: bounds.maximum ?? Math.max(maximum, minLength) };
}
