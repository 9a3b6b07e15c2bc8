import { Document, isMap, isScalar, isSeq, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { Node, Pair } from 'yaml';
import type { BlueprintDocument } from './document.ts';

/** A collection is written on one line up to this many characters. */
const flowWidth = 88;

/** Keys in the order in which a person reads them; keys that are not named keep their place. */
const keyOrder = [
  'millwright',
  'name',
  'title',
  'description',
  'storage',
  'interfaces',
  'config',
  'entities',
  'events',
  'operations',
  'slots',
  'components',
  'bindings',
  'scenarios',
];

const entityKeys = [
  'description',
  'plural',
  'was',
  'fields',
  'unique',
  'states',
  'rules',
  'softDelete',
  'expires',
  'versions',
  'api',
  'envelope',
  'paging',
  'filters',
  'search',
  'sort',
];
const operationKeys = [
  'summary',
  'http',
  'input',
  'upload',
  'path',
  'query',
  'headers',
  'do',
  'answer',
  'answers',
];

/** Sections whose entries are set apart by blank lines. */
const spacious = new Set(['entities', 'operations', 'scenarios']);

/**
 * Writes a blueprint as YAML that a person would enjoy: sections apart, short collections on one line, quotes only where
 * YAML needs them, the same order every time. Reading it gives the same document again.
 */
export function writeBlueprint(document: BlueprintDocument): string {
  const yaml = new Document();
  const root = toMap(orderKeys(document, keyOrder));
  yaml.contents = root as never;
  for (const pair of root.items) {
    const key = String((pair.key as Scalar).value);
    if (keyOrder.indexOf(key) > keyOrder.indexOf('description') && pair !== root.items[0]) spaceBefore(pair);
    if (isMap(pair.value)) layOutSection(key, pair.value);
    if (isSeq(pair.value)) layOutList(key, pair.value);
  }
  return yaml.toString({ lineWidth: 0, singleQuote: true });
}

function orderKeys(value: object, order: readonly string[]): Record<string, unknown> {
  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .toSorted(([a], [b]) => rank(a) - rank(b)),
  );
}

function toMap(value: Record<string, unknown>): YAMLMap {
  const map = new PaddedMap();
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    map.add({ key: scalar(key), value: toNode(reorder(key, member)) });
  }
  return map;
}

/** Entities and operations have an order of their own. */
function reorder(section: string, value: unknown): unknown {
  const order = section === 'entities' ? entityKeys : section === 'operations' ? operationKeys : undefined;
  if (order === undefined || !isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      isRecord(member) ? orderKeys(member, order) : member,
    ]),
  );
}

function toNode(value: unknown): Node {
  if (Array.isArray(value)) {
    const list = new TightList();
    for (const item of value) list.add(toNode(item));
    return list;
  }
  if (!isRecord(value)) return scalar(value);
  const map = new PaddedMap();
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) map.add({ key: scalar(key), value: toNode(member) });
  }
  return map;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `{ a: 1 }` */
class PaddedMap extends YAMLMap {
  override toString(context?: StringifyContext, ...hooks: [(() => void)?, (() => void)?]): string {
    return super.toString(context && { ...context, flowCollectionPadding: ' ' }, ...hooks);
  }
}

/** `[a, b]` */
class TightList extends YAMLSeq {
  override toString(context?: StringifyContext, ...hooks: [(() => void)?, (() => void)?]): string {
    return super.toString(context && { ...context, flowCollectionPadding: '' }, ...hooks);
  }
}

type StringifyContext = Parameters<YAMLMap['toString']>[0] & object;

function scalar(value: unknown): Scalar {
  return new Scalar(value);
}

function spaceBefore(pair: Pair): void {
  if (isScalar(pair.key)) pair.key.spaceBefore = true;
}

function layOutSection(key: string, section: YAMLMap): void {
  if (key === 'storage' || key === 'interfaces') {
    fold(section);
    return;
  }
  section.items.forEach((pair, index) => {
    if (spacious.has(key) && index > 0) spaceBefore(pair);
    if (isMap(pair.value)) layOutEntry(pair.value);
  });
}

function layOutList(key: string, list: YAMLSeq): void {
  list.items.forEach((item, index) => {
    if (!isMap(item)) return;
    if (spacious.has(key) && index > 0) item.spaceBefore = true;
    layOutEntry(item);
  });
}

/** An entity, an operation, a scenario: one line for each of its keys, short ones folded. */
function layOutEntry(entry: YAMLMap): void {
  for (const pair of entry.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    if (key === 'fields' && isMap(pair.value)) {
      for (const field of pair.value.items) fold(field.value);
    } else if ((key === 'do' || key === 'steps') && isSeq(pair.value)) {
      for (const step of pair.value.items) foldMembers(step);
    } else {
      fold(pair.value, key.length);
    }
  }
}

function foldMembers(node: unknown): void {
  if (!isMap(node)) return;
  for (const pair of node.items) fold(pair.value);
}

/** Writes a collection on one line where it fits, and where no value in it would need quotes only because of that. */
function fold(node: unknown, indent = 0): void {
  if (!isMap(node) && !isSeq(node)) return;
  if (isFoldable(node) && widthOf(node) + indent <= flowWidth) {
    node.flow = true;
    return;
  }
  for (const item of node.items) fold(isMap(node) ? (item as Pair).value : item, indent + 2);
}

function isFoldable(node: unknown): boolean {
  if (isSeq(node)) return node.items.every(isFoldable);
  if (isMap(node)) return node.items.every((pair) => isFoldable(pair.value));
  if (!isScalar(node)) return false;
  return typeof node.value !== 'string' || (!/[,[\]{}\n]/.test(node.value) && node.value.length < 60);
}

function widthOf(node: unknown): number {
  if (isSeq(node)) return node.items.reduce<number>((width, item) => width + widthOf(item) + 2, 2);
  if (isMap(node)) {
    return node.items.reduce<number>((width, pair) => width + widthOf(pair.key) + widthOf(pair.value) + 4, 2);
  }
  return isScalar(node) ? String(node.value).length : 0;
}
