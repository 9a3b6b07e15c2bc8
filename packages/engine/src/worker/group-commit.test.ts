import { afterEach, expect, test } from 'vitest';
import { closeAll, memoryStore } from '../testing/engines.ts';
import { GroupCommit } from './group-commit.ts';

afterEach(closeAll);

const head = { status: 'running', isDegraded: false, isReleased: false } as const;
const create = { pipeline: 'p', version: '1', definition: 'd', labels: {} };
const append = (runId: string, text: string) =>
  ({ runId, owner: 'w', follows: 0, events: [], blobs: [{ hash: runId, text }], head, create }) as const;

test('an append that cannot be written leaves the others of its batch standing', async () => {
  const store = memoryStore();
  const journal = new GroupCommit(store);
  const results = await Promise.allSettled([
    journal.append(append('a', '"a"')),
    // The store takes text only, so this one cannot be bound to its statement.
    journal.append(append('b', Symbol('b') as unknown as string)),
    journal.append(append('c', '"c"')),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect((await store.listRuns({})).runs.map(({ id }) => id)).toEqual(['c', 'a']);
});
