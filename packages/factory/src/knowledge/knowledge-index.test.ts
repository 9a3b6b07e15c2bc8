import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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

const titlesFor = (index: KnowledgeIndex, question: string, more = {}) =>
  index.search({ question, ...more }).map(({ title }) => title);

test('a question finds the passages with its words, also in another form, the best first', () => {
  const index = openIndex();
  index.synchronise(library);
  expect(titlesFor(index, 'How do I book a room?')).toEqual(['Booking of rooms']);
  expect(titlesFor(index, 'unique values of a field')[0]).toBe('Fields › Unique');
  expect(titlesFor(index, 'sessions', { kinds: ['generation'] })).toEqual([]);
  expect(titlesFor(index, 'what is this')).toEqual([]);
});

test('what is found says how much of the question it holds, and where', () => {
  const index = openIndex();
  const text = 'First of all.\n\n- Rooms are booked by guests.\n- A guest pays.';
  index.synchronise([passage('a.md', 'Hotels', text)]);
  expect(index.search({ question: 'guests book rooms by telegram' })).toEqual([
    {
      ...passage('a.md', 'Hotels', text),
      held: ['guests', 'book', 'rooms'],
      coverage: 0.75,
      excerpt: '- Rooms are booked by guests.',
    },
  ]);
});

test('a source is written again only when it has changed, survives closing, and goes when nobody brings it', async () => {
  const folder = await temporaryFolder();
  const first = new KnowledgeIndex(join(folder, 'deep', 'knowledge.db'));
  expect(first.synchronise(library)).toBe(3);
  first.close();

  const index = openIndex(join(folder, 'deep', 'knowledge.db'));
  expect(index.synchronise(library)).toBe(0);
  expect(index.synchronise([passage('fields.md', 'Nothing', 'left'), ...library.slice(3)])).toBe(1);
  expect(titlesFor(index, 'unique bounds')).toEqual([]);
  expect(index.sources()).toEqual(['fields.md', 'run-7']);
});

test('a file that is no index is made anew', async () => {
  const file = join(await temporaryFolder(), 'knowledge.db');
  await writeFile(file, 'what is this? '.repeat(1_000));
  const index = openIndex(file);
  index.synchronise(library);
  expect(titlesFor(index, 'unique')).toEqual(['Fields › Unique']);
});

test('any text is a question, none is an error', () => {
  const index = openIndex();
  index.synchronise(library);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (question) => {
      for (const { coverage } of index.search({ question })) expect(coverage).toBeLessThanOrEqual(1);
    }),
  );
  expect(titlesFor(index, 'password" OR title:x NEAR( *')).toEqual(['Sessions']);
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'knowledge-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}
