import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { understand } from '../../request/understand.ts';
import { designSystem } from '../system-files.ts';

/** Everything that the documentation shows can be said. */
export const examples: readonly string[] = readdirSync(
  join(import.meta.dirname, '../../../../../docs/blueprint'),
  {
    withFileTypes: true,
  },
)
  .filter(({ name }) => name.endsWith('.md'))
  .flatMap(({ parentPath, name }) => [
    ...readFileSync(join(parentPath, name), 'utf8').matchAll(/^```yaml\n(millwright: 1[^]*?)^```/gm),
  ])
  .map(([, yaml = '']) => yaml)
  .flatMap((yaml) => [yaml, enlarged(yaml)]);

/** With entities that have nothing to do with the rest, and one that has. */
function enlarged(yaml: string): string {
  const document = parse(yaml) as Document;
  const [first] = Object.keys(document.entities ?? {});
  const fields = { label: 'text 1..40 unique', amount: 'integer 0..9 = 1' };
  const others = { Kiln: { fields }, Press: { fields: { ...fields, kiln: 'Kiln' } }, Crane: { fields } };
  const near = first === undefined ? {} : { Wagon: { fields: { ...fields, load: `${first}?` } } };
  document.entities = { ...document.entities, ...others, ...near };
  const text = stringify(document);
  return isSound(text) ? text : yaml;
}

function isSound(yaml: string): boolean {
  try {
    designSystem(understand(yaml));
    return true;
  } catch {
    return false;
  }
}

interface Document {
  storage?: unknown;
  interfaces?: { http?: Record<string, unknown> };
  types?: Record<string, unknown>;
  entities?: Record<string, { fields?: Record<string, unknown>; [part: string]: unknown }>;
  operations?: Record<string, unknown>;
  [section: string]: unknown;
}

export interface Step {
  /** Another system altogether. */
  readonly example: number | undefined;
  readonly what: readonly string[];
  readonly at: number;
}

/** A change that a person might make; `at` says where. */
const changes: Readonly<Record<string, (document: Document, at: number) => void>> = {
  addField({ entities = {} }, at) {
    const added = ['note: text?', 'rank: integer 0..9 = 1', 'code: text? unique', 'mood: good | bad = good'];
    const [name = '', notation = ''] = pick(added, at).split(': ');
    Object.assign(pick(Object.values(entities), at).fields ?? {}, { [name]: notation });
  },
  removeField({ entities = {} }, at) {
    const { fields = {} } = pick(Object.values(entities), at);
    delete fields[pick(Object.keys(fields), at * 7)];
  },
  changeField({ entities = {} }, at) {
    const { fields = {} } = pick(Object.values(entities), at);
    const name = pick(Object.keys(fields), at * 7);
    if (String(fields[name]).startsWith('text')) fields[name] = 'text 1..33';
    if (String(fields[name]).startsWith('integer')) fields[name] = 'integer 0..77';
  },
  addReference({ entities = {} }, at) {
    const [from, to] = [pick(Object.values(entities), at), pick(Object.keys(entities), at * 3)];
    Object.assign(from.fields ?? {}, { other: pick([`${to}?`, `${to}? on delete clear`, `${to}[]`], at) });
  },
  addEntity({ entities = {} }, at) {
    entities[pick(['Zebra', 'Apple'], at)] = { fields: { name: 'text 1..80 unique' } };
  },
  addEntityFirst(document) {
    document.entities = { Aardvark: { fields: { weight: 'number 0..' } }, ...document.entities };
  },
  removeEntity({ entities = {} }, at) {
    delete entities[pick(Object.keys(entities), at)];
  },
  renameEntity(document, at) {
    const name = pick(Object.keys(document.entities ?? {}), at);
    const text = stringify(document).replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `Renamed${name}`);
    Object.assign(document, parse(text));
  },
  removeOperation({ operations = {} }, at) {
    delete operations[pick(Object.keys(operations), at)];
  },
  changeApi({ entities = {} }, at) {
    pick(Object.values(entities), at)['api'] = pick([['create', 'list', 'read'], ['list'], []], at);
  },
  changeLife({ entities = {} }, at) {
    const entity = pick(Object.values(entities), at);
    const part = pick(['softDelete', 'versions'], at);
    if (entity[part] === undefined) entity[part] = part === 'softDelete' ? true : 'optional';
    else delete entity[part];
  },
  addStates({ entities = {} }, at) {
    const states = { values: ['open', 'done'], actions: { finish: 'open -> done' } };
    pick(Object.values(entities), at)['states'] = states;
  },
  changeStorage(document, at) {
    document.storage = pick(['memory', 'sqlite', 'postgresql'], at);
  },
  changePrefix(document, at) {
    document.interfaces = { ...document.interfaces, http: { prefix: pick(['/api', '/v2'], at) } };
  },
  removeSection(document, at) {
    delete document[pick(['access', 'flows', 'feeds', 'seed', 'config', 'scenarios', 'types'], at)];
  },
  renameSystem(document) {
    document['name'] = 'renamed';
  },
};

function pick<Item>(items: readonly Item[], at: number): Item {
  return items[at % Math.max(1, items.length)] as Item;
}

export const step: fc.Arbitrary<Step> = fc.record({
  example: fc.option(fc.nat(examples.length - 1), { freq: 6, nil: undefined }),
  what: fc.subarray(Object.keys(changes), { minLength: 1, maxLength: 2 }),
  at: fc.nat(1000),
});

/** The blueprint after a step; as it was when it would not be a sound one. */
export function changed(yaml: string, { example, what, at }: Step): string {
  if (example !== undefined) return examples[example] ?? yaml;
  const document = parse(yaml) as Document;
  for (const change of what) {
    // The blueprint may have nothing that could be changed so.
    if (Object.keys(document.entities ?? {}).length > 0) changes[change]?.(document, at);
  }
  const text = stringify(document);
  return isSound(text) ? text : yaml;
}
