import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { KnowledgeIndex } from './knowledge-index.ts';
import type { Passage } from './passage.ts';

const passage = (source: string, title: string, text: string, more: Partial<Passage> = {}): Passage => ({
  kind: 'documentation',
  source,
  title,
  text,
  ...more,
});

const library = [
  passage('fields.md', 'Fields › Unique', 'A field whose values are never the same in two records.'),
  passage('fields.md', 'Fields › Ranges', 'Bounds of numbers, lengths of texts.'),
  passage('access.md', 'Sessions', 'Who signs up has a password; sessions expire.'),
  passage('run-7', 'Booking of rooms', 'Rooms, bookings, no two at the same time.', { kind: 'generation' }),
];

function openIndex(file = ':memory:'): KnowledgeIndex {
  const index = new KnowledgeIndex(file);
  onTestFinished(() => index.close());
  return index;
}

const titlesFor = async (index: KnowledgeIndex, question: string, more = {}) =>
  (await index.search({ question, ...more })).map(({ title }) => title);

test('a question finds the passages with its words, also in another form, the best first', async () => {
  const index = openIndex();
  index.update(library);
  expect(await titlesFor(index, 'How do I book a room?')).toEqual(['Booking of rooms']);
  expect((await titlesFor(index, 'unique values of a field'))[0]).toBe('Fields › Unique');
  expect(await titlesFor(index, 'sessions', { kinds: ['generation'] })).toEqual([]);
  expect(await titlesFor(index, 'what is this')).toEqual([]);
});

test('a source is written again only when it has changed, and survives closing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'knowledge-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const first = new KnowledgeIndex(join(folder, 'deep', 'knowledge.db'));
  expect(first.update(library)).toBe(3);
  first.close();

  const index = openIndex(join(folder, 'deep', 'knowledge.db'));
  expect(index.update(library)).toBe(0);
  expect(index.update([passage('fields.md', 'Nothing', 'left')])).toBe(1);
  expect(await titlesFor(index, 'unique bounds')).toEqual([]);
  index.remove('access.md');
  expect(index.sources()).toEqual(['fields.md', 'run-7']);
});

test('any text is a question, none is an error', async () => {
  const index = openIndex();
  index.update(library);
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (question) => {
      expect(Array.isArray(await index.search({ question }))).toBe(true);
    }),
  );
  expect(await titlesFor(index, 'password" OR title:x NEAR( *')).toEqual(['Sessions']);
});
