import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { lowerBlueprint } from '../lowering/lower-blueprint.ts';
import { partsOf, oncePer, recordReads } from './reads.ts';
import { trackModel } from './tracked-model.ts';

const yaml = `millwright: 1
name: rooms
entities:
  Room: { fields: { name: text } }
  Lamp: { fields: { room: Room } }
`;
const model = trackModel(lowerBlueprint(yaml).model);
const looksAt = (look: () => unknown) => [...partsOf(recordReads(look).reads).parts].toSorted();

test('what a computation looks at is noted, and nothing else', () => {
  const [, lamp] = model.entities;
  expect(looksAt(() => model.storage.kind)).toEqual(['storage']);
  expect(looksAt(() => model.access)).toEqual(['access']);
  expect(looksAt(() => lamp?.fields.length)).toEqual(['entities.Lamp.fields']);
  expect(looksAt(() => model.entities.map(({ name }) => name))).toEqual(['entities']);
  expect(looksAt(() => ({ ...lamp }))).toEqual(
    expect.arrayContaining(['entities.Lamp', 'entities.Lamp.fields']),
  );
  expect(looksAt(() => ({ ...model }))).toEqual(expect.arrayContaining(['*', 'http', 'operations']));
});

test('who gets a remembered answer has looked at what it was made from', () => {
  const collections = oncePer((of: typeof model) => of.entities.map(({ collection }) => collection));
  const parts = ['entities', 'entities.Lamp.collection', 'entities.Room.collection'];
  expect(looksAt(() => collections(model))).toEqual(parts);
  expect(looksAt(() => collections(model))).toEqual(parts);
});

const memory = /new WeakMap<(System\w+|Entity\w*|Operation\w*|Flow\w*|Step)\b/;

test('nothing about a model is remembered past recordings', () => {
  const source = join(import.meta.dirname, '..');
  const memories = ['acceptance', 'generation', 'model', 'expression'].flatMap((folder) =>
    readdirSync(join(source, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map(({ parentPath, name }) => join(parentPath, name))
      .filter((path) => memory.test(readFileSync(path, 'utf8')))
      .map((path) => relative(source, path)),
  );
  // Their answers depend on the order of questions, which they say with noteVolatile.
  expect(memories.toSorted()).toEqual([
    'acceptance/witness/lead-by-operation.ts',
    'acceptance/witness/searches.ts',
  ]);
});
