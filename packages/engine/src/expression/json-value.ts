import { Optional } from '@marcbachmann/cel-js';

/** What CEL computed, as plain JSON: whole numbers become numbers, times and durations ISO 8601 texts. */
export function jsonValue(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (Array.isArray(value)) return value.map(jsonValue);
  if (value instanceof Map) return objectFrom(value);
  return isPlain(value) ? objectFrom(Object.entries(value)) : scalarOf(value);
}

function objectFrom(entries: Iterable<readonly [unknown, unknown]>): Record<string, unknown> {
  return Object.fromEntries([...entries].map(([key, inner]) => [String(key), jsonValue(inner)]));
}

/** Optional values, times, durations, bytes, unsigned whole numbers, and names of types. */
function scalarOf(value: object): unknown {
  if (value instanceof Optional) return value.hasValue() ? jsonValue(value.value()) : null;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if ('seconds' in value && 'nanos' in value)
    return `PT${Number(value.seconds) + Number(value.nanos) / 1e9}S`;
  const scalar: unknown = value.valueOf();
  return typeof scalar === 'object' ? `${value as { toString(): string }}` : jsonValue(scalar);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
