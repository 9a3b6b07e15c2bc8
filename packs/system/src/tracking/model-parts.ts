import { hash } from 'node:crypto';
import type { SystemModel } from '../model/system.ts';

interface Named {
  readonly name: string;
}

/**
 * A model in parts, each with its JSON or a digest of it: `http`; `entities`, which says what entities there are and in
 * which order; `entities.Task.fields`; `*`, which says what parts there are.
 */
export type ModelParts = ReadonlyMap<string, string>;

/** The items of a list that are told apart by their names; undefined for any other value. */
export function namedItems(value: unknown): readonly (Named & object)[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const names = value.map((item: Partial<Named> | null) => item?.name);
  if (names.some((name) => typeof name !== 'string' || name.includes('.'))) return undefined;
  return new Set(names).size === names.length ? (value as readonly (Named & object)[]) : undefined;
}

/** How the items of a list are called in the names of parts, by the list: `entities.Task`. */
export const itemPart = (list: string, { name }: Named): string => `${list}.${name}`;

export function partsOfModel(model: SystemModel): ModelParts {
  const parts = new Map([['*', json(Object.keys(model))]]);
  for (const [key, value] of Object.entries(model)) {
    const items = namedItems(value);
    if (items === undefined) {
      parts.set(key, json(value));
      continue;
    }
    parts.set(key, json(items.map(({ name }) => name)));
    for (const item of items) {
      const part = itemPart(key, item);
      for (const [property, inner] of Object.entries(item)) parts.set(`${part}.${property}`, json(inner));
      parts.set(part, json(Object.keys(item)));
    }
  }
  return parts;
}

const longest = 60;

function json(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > longest ? hash('sha256', text, 'base64') : text;
}

/** The names of the parts that are not the same in both, and for parts of items the whole column: `entities.*.fields`. */
export function changedParts(before: ModelParts, after: ModelParts): ReadonlySet<string> {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const changed = names.filter((name) => before.get(name) !== after.get(name));
  return new Set(changed.flatMap((name) => [name, columnOf(name)]));
}

const most = 50;

/** The parts in fewer names: where a property of many items was read, it stands for that of all. */
export function inColumns(parts: ReadonlySet<string>): readonly string[] {
  const columns = Map.groupBy(parts, columnOf);
  return [...columns].flatMap(([column, names]) => (names.length > most ? [column] : names));
}

function columnOf(part: string): string {
  const [list = '', item, property] = part.split('.');
  if (item === undefined) return list;
  return property === undefined ? `${list}.*` : `${list}.*.${property}`;
}
