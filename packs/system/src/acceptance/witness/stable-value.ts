import type { JsonValue } from '../../model/scenario.ts';
import { isObject } from '../simulation/accept-value.ts';
import type { Value } from '../simulation/evaluate.ts';
import type { ScenarioPlayer } from '../simulation/play-scenario.ts';
import { isUnknown } from '../simulation/unknown-value.ts';

/** A story that was played, and what it saved. */
export interface Played {
  readonly player: ScenarioPlayer;
}

/** The part of a value that does not depend on the instant, with saved ids under their names. */
export function stableValue(
  one: Value | undefined,
  other: Value | undefined,
  plays: readonly [Played, Played],
): JsonValue | undefined {
  if (one === undefined || other === undefined) return undefined;
  if (Array.isArray(one) && Array.isArray(other)) return stableList(one, other, plays);
  if (isObject(one) && isObject(other)) {
    const entries = Object.keys(one).flatMap((key): [string, JsonValue][] => {
      const value =
        isManaged(key) || isUnknown(one[key]) ? undefined : stableValue(one[key], other[key], plays);
      return value === undefined ? [] : [[key, value]];
    });
    return Object.fromEntries(entries);
  }
  const known = one === other && !isMadeId(one) ? one : undefined;
  return plays[0].player.nameOf(one) ?? known;
}

function stableList(
  one: readonly Value[],
  other: readonly Value[],
  plays: readonly [Played, Played],
): JsonValue | undefined {
  if (one.length !== other.length) return undefined;
  const items = one.map((item, index) => stableValue(item, other[index], plays));
  return items.every((item) => item !== undefined) ? items : undefined;
}

function isManaged(key: string): boolean {
  return key === 'createdAt' || key === 'updatedAt';
}

/** An id the simulation made up; the real system makes up another one. */
export function isMadeId(value: Value): boolean {
  return typeof value === 'string' && value.includes('5a3c1e00-0000-4000-8000-');
}
