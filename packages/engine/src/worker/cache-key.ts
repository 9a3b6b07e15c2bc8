import { hash } from 'node:crypto';
import type { StageDefinition, Work } from '../definition/stage-definition.ts';

/** Digests of frozen values: the same large value is seen by many stages and items. */
const digests = new WeakMap<object, string>();

export interface CacheKey {
  readonly scope: string;
  readonly key: string;
  readonly parts: Readonly<Record<string, string>>;
}

interface Seen {
  readonly input: unknown;
  readonly needs: Readonly<Record<string, unknown>>;
  readonly item: unknown;
}

/** Names a piece of work's result by everything it depends on; undefined for work that is not cached. */
export function cacheKeyOf(
  pipeline: string,
  stage: StageDefinition & Work,
  item: string | undefined,
  seen: Seen,
): CacheKey | undefined {
  if (stage.cacheKey === undefined) return undefined;
  const scope = item === undefined ? `${pipeline}/${stage.name}` : `${pipeline}/${stage.name}[${item}]`;
  const parts = { version: stage.version, ...partsOf(stage.cacheKey(seen), seen) };
  return { scope, key: hash('sha256', canonical(parts)), parts };
}

function partsOf(key: unknown, seen: Seen): Record<string, string> {
  if (key !== seen) return { key: digest(key) };
  const needs = Object.entries(seen.needs).map(([name, value]) => [`needs.${name}`, digest(value)]);
  return { input: digest(seen.input), item: digest(seen.item), ...Object.fromEntries(needs) };
}

/** What differs between the latest result's parts and the present ones, for a person to read. */
export function changedParts(
  latest: Readonly<Record<string, string>> | undefined,
  parts: Readonly<Record<string, string>>,
): string[] {
  if (latest === undefined) return ['no earlier result'];
  const names = new Set([...Object.keys(latest), ...Object.keys(parts)]);
  return [...names].filter((name) => latest[name] !== parts[name]);
}

function digest(value: unknown): string {
  if (typeof value !== 'object' || value === null) return hash('sha256', canonical(value));
  const known = Object.isFrozen(value) ? digests.get(value) : undefined;
  if (known !== undefined) return known;
  const made = hash('sha256', canonical(value));
  if (Object.isFrozen(value)) digests.set(value, made);
  return made;
}

/** JSON with the keys of every object in order, so that equal values have equal text. */
export function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).toSorted(([left], [right]) => (left < right ? -1 : 1)))
        : inner,
    ) ?? 'undefined'
  );
}
