import { isDeepStrictEqual } from 'node:util';
import type { MergeConflict } from './merge-conflict.ts';
import { mergeLines } from './merge-lines.ts';
import { type MergedText, mergeText } from './merge-text.ts';
import { usualLineEnd } from './text-lines.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Merges three versions of a JSON document by key, so that what a person added and what the generator changed beside it both
 * stand. The text is that of a merge by lines where that says the same. Undefined when one of the three is not a JSON object.
 */
export function mergeJson(
  path: string,
  base: string,
  theirs: string,
  generated: string,
): MergedText | undefined {
  const versions = [base, theirs, generated].map(parseObject);
  const [b, t, g] = versions;
  if (b === undefined || t === undefined || g === undefined) return undefined;
  const conflicts: MergeConflict[] = [];
  const merged = mergeValues(b, t, g, '', conflicts);
  const byLines = mergeText(path, base, theirs, generated);
  const isFaithful = byLines !== undefined && isExactly(byLines.text, merged);
  return { text: isFaithful ? byLines.text : print(merged, theirs), conflicts };
}

function parseObject(text: string): Json | undefined {
  try {
    const value = JSON.parse(text.replace(/^\uFEFF/, '')) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The text says this value, and says nothing twice. */
function isExactly(text: string, value: Json | undefined): boolean {
  const parsed = parseObject(text);
  const isOnce = text.replaceAll(/("(?:\\.|[^"\\])*")|\s+|\uFEFF/g, '$1') === JSON.stringify(parsed);
  return isOnce && isDeepStrictEqual(parsed, value);
}

function print(value: Json | undefined, like: string): string {
  const indentation = /\n([ \t]+)\S/.exec(like)?.[1] ?? '  ';
  const text = JSON.stringify(value, null, indentation) + (like.endsWith('\n') ? '\n' : '');
  return text.replaceAll('\n', usualLineEnd(like));
}

/** `undefined` is a key that is not there. */
function mergeValues(
  base: Json | undefined,
  theirs: Json | undefined,
  generated: Json | undefined,
  place: string,
  conflicts: MergeConflict[],
): Json | undefined {
  if (isDeepStrictEqual(theirs, generated) || isDeepStrictEqual(generated, base)) return theirs;
  if (isDeepStrictEqual(theirs, base)) return generated;
  const merged = mergeInside(base, theirs, generated, place, conflicts);
  if (merged !== undefined) return merged;
  conflicts.push({ place, base: show(base), theirs: show(theirs), generated: show(generated) });
  return theirs;
}

/** Objects by their keys, lists by their entries; undefined for all else, and for lists that do not fit together. */
function mergeInside(
  base: Json | undefined,
  theirs: Json | undefined,
  generated: Json | undefined,
  place: string,
  conflicts: MergeConflict[],
): Json | undefined {
  if (isObject(theirs) && isObject(generated)) {
    return mergeObjects(isObject(base) ? base : {}, theirs, generated, place, conflicts);
  }
  if (Array.isArray(theirs) && Array.isArray(generated)) {
    return mergeArrays(Array.isArray(base) ? base : [], theirs, generated);
  }
  return undefined;
}

function mergeObjects(
  base: { readonly [key: string]: Json },
  theirs: { readonly [key: string]: Json },
  generated: { readonly [key: string]: Json },
  place: string,
  conflicts: MergeConflict[],
): Json {
  const merged = new Map<string, Json>();
  const take = (key: string) => {
    const step = `${place}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const value = mergeValues(own(base, key), own(theirs, key), own(generated, key), step, conflicts);
    if (value !== undefined) merged.set(key, value);
  };
  for (const key of orderOfKeys(Object.keys(theirs), Object.keys(generated))) take(key);
  return Object.fromEntries(merged);
}

/** The order of theirs; what only the generator has follows what it follows there. */
function orderOfKeys(theirs: readonly string[], generated: readonly string[]): readonly string[] {
  const keys = [...theirs];
  const known = new Set(theirs);
  let previous: string | undefined;
  for (const key of generated) {
    if (!known.has(key)) {
      keys.splice(previous === undefined ? 0 : keys.indexOf(previous) + 1, 0, key);
      known.add(key);
    }
    previous = key;
  }
  return keys;
}

function mergeArrays(
  base: readonly Json[],
  theirs: readonly Json[],
  generated: readonly Json[],
): readonly Json[] | undefined {
  const [b, t, g] = [base, theirs, generated].map((list) => {
    const keys = list.map((item) => JSON.stringify(item));
    return { keys, lines: keys };
  });
  const merged = b && t && g ? mergeLines(b, t, g) : undefined;
  return merged?.conflicts.length === 0 ? merged.lines.map((item) => JSON.parse(item) as Json) : undefined;
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own(value: { readonly [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

const show = (value: Json | undefined): string => (value === undefined ? '' : JSON.stringify(value, null, 2));
