import { createHash } from 'node:crypto';
import { ValueNotSerialisableError } from '../errors.ts';
import { absent, type Blob, type Value } from './value.ts';

/** Values whose JSON text is longer than this travel by reference. */
export const inlineLimitBytes = 8 * 1024;

export interface Encoded {
  readonly value: Value;
  /** Present when the value travels by reference: the text to be stored together with the event. */
  readonly blob: Blob | undefined;
}

/**
 * Prepares a value for the journal. Refuses, with the path, what JSON would silently change: an author must see
 * the same value on the first run as after a crash. Properties that are undefined are left out.
 */
export function encodeValue(value: unknown): Encoded {
  if (value === undefined) return { value: absent, blob: undefined };
  assertPlain(value, '$', []);
  const text = JSON.stringify(value);
  if (text.length <= inlineLimitBytes) {
    const bytes = Buffer.byteLength(text);
    if (bytes <= inlineLimitBytes)
      return { value: { inline: freezeDeep(JSON.parse(text)) }, blob: undefined };
  }
  return encodeAsBlob(text);
}

/** Stores the text by reference whatever its size: for values that many runs share. */
export function encodeAsBlob(text: string): Encoded & { readonly blob: Blob } {
  const hash = createHash('sha256').update(text).digest('hex');
  return { value: { blob: hash, bytes: Buffer.byteLength(text) }, blob: { hash, text } };
}

/** Freezes a JSON value all the way down: readers share one copy, and none can change what others see. */
export function freezeDeep<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) freezeDeep(inner);
  }
  return value;
}

function assertPlain(value: unknown, path: string, ancestors: readonly object[]): void {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return;
    case 'number':
      if (Number.isFinite(value)) return;
      throw new ValueNotSerialisableError(path, String(value));
    case 'object':
      if (value !== null) assertPlainObject(value, path, ancestors);
      return;
    default:
      throw new ValueNotSerialisableError(path, `a ${typeof value}`);
  }
}

function assertPlainObject(value: object, path: string, ancestors: readonly object[]): void {
  if (ancestors.includes(value)) throw new ValueNotSerialisableError(path, 'a cycle');
  const inside = [...ancestors, value];
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      if (item === undefined)
        throw new ValueNotSerialisableError(`${path}[${index}]`, 'undefined in an array');
      assertPlain(item, `${path}[${index}]`, inside);
    }
    return;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    throw new ValueNotSerialisableError(path, `an instance of ${prototype.constructor?.name ?? 'a class'}`);
  }
  for (const key of Object.keys(value))
    assertPlain((value as Record<string, unknown>)[key], `${path}.${key}`, inside);
}
