import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EventBody, RunEvent } from '../journal/event.ts';
import type { Append, Store, Worker } from './store.ts';

/** What every store must do. `open` gives a fresh, empty one. */
export function describeStore(name: string, open: () => Store | Promise<Store>): void {
  describe(name, () => {
    let store: Store;
    beforeEach(async () => {
      store = await open();
      for (const id of ['w1', 'w2']) await store.heartbeat(worker(id), 1_000);
    });
    afterEach(() => store.close());

    const claim = (
      workerId: string,
      now: number,
      more: { runId?: string; isDead?: (w: Worker) => boolean } = {},
    ) => store.claim({ workerId, now, definitions: ['d'], limit: 10, isDead: () => false, ...more });

    test('events come back in order, from any number on', async () => {
      expect(
        await store.append([created('r'), next('r', 1, ['stage.log', 'stage.log', 'stage.log'])]),
      ).toEqual(['written', 'written']);
      const events = await store.readEvents('r', { after: 0, limit: 10 });
      expect(events.map(({ n }) => n)).toEqual([1, 2, 3, 4]);
      expect(events[0]).toEqual(created('r').events[0]);
      expect((await store.readEvents('r', { after: 2, limit: 1 })).map(({ n }) => n)).toEqual([3]);
      expect(await store.readEvents('nobody', { after: 0, limit: 10 })).toEqual([]);
    });

    test('a taken id is refused, and the rest of the batch stands', async () => {
      await store.append([created('r')]);
      expect(await store.append([created('r'), created('s')])).toEqual(['exists', 'written']);
      expect((await store.getRun('s'))?.lastEvent).toBe(1);
    });

    test('only the owner can write, and only after the last event', async () => {
      await store.append([created('r')]);
      expect(await store.append([{ ...next('r', 1), owner: 'w2' }])).toEqual(['lost']);
      expect(await store.append([next('r', 0)])).toEqual(['lost']);
      expect(await store.append([next('r', 2)])).toEqual(['lost']);
      expect(await store.append([next('r', 1)])).toEqual(['written']);
      expect(await store.append([next('r', 1)])).toEqual(['lost']);
      expect((await store.readEvents('r', { after: 0, limit: 10 })).map(({ n }) => n)).toEqual([1, 2]);
    });

    test('a run is claimed when its worker is gone: lease over, known dead, released, or forgotten', async () => {
      await store.append([created('r')]);
      expect(await claim('w2', 999)).toEqual([]);
      expect(await claim('w2', 999, { isDead: ({ id }) => id === 'w1' })).toMatchObject([
        { id: 'r', owner: 'w2' },
      ]);
      expect(await store.append([next('r', 1)])).toEqual(['lost']);
      expect(await claim('w1', 1_001)).toMatchObject([{ owner: 'w1' }]);
      await store.releaseRuns('w1', ['r']);
      expect(await claim('w2', 0)).toMatchObject([{ owner: 'w2' }]);
      await store.releaseWorker('w2');
      expect(await claim('w1', 0)).toMatchObject([{ owner: 'w1' }]);
    });

    test('a heartbeat keeps a lease alive', async () => {
      await store.append([created('r')]);
      await store.heartbeat(worker('w1'), 5_000);
      expect(await claim('w2', 2_000)).toEqual([]);
      expect(await claim('w2', 5_001)).toHaveLength(1);
    });

    test('runs at rest are not claimed, nor those that wait for a later time, nor other definitions', async () => {
      const ended = next('ended', 1);
      await store.append([
        created('ended'),
        { ...ended, head: { ...ended.head, status: 'paused', isReleased: true } },
      ]);
      const asleep = next('asleep', 1);
      const head = { ...asleep.head, status: 'waiting' as const, wakeAt: 500, isReleased: true };
      await store.append([created('asleep'), { ...asleep, head }]);
      const other = created('other');
      await store.append([
        { ...other, create: { ...identity, definition: 'e' }, head: { ...running, isReleased: true } },
      ]);
      expect(await claim('w2', 499)).toEqual([]);
      expect(await claim('w2', 500)).toMatchObject([{ id: 'asleep' }]);
      expect(await claim('w2', 0, { runId: 'ended' })).toMatchObject([{ id: 'ended' }]);
    });

    test('signals wait until they are consumed, wake a resting run, and are found by its owner', async () => {
      expect(await store.sendSignal('nobody', { type: 'pause' }, 1)).toBe('unknown');
      const rest = next('r', 1);
      await store.append([
        created('r'),
        { ...rest, head: { ...rest.head, status: 'paused', isReleased: true } },
      ]);
      expect(await store.sendSignal('r', { type: 'resume' }, 1)).toBe('sent');
      expect(await claim('w2', 0)).toMatchObject([{ id: 'r' }]);
      expect(await store.findSignalled('w2')).toEqual(['r']);
      expect(await store.findSignalled('w1')).toEqual([]);
      const [signal] = await store.readSignals('r');
      expect(signal?.signal).toEqual({ type: 'resume' });
      await store.append([{ ...next('r', 2), owner: 'w2', consumed: [signal?.id ?? 0] }]);
      expect(await store.readSignals('r')).toEqual([]);
    });

    test('a run that ends takes its signals with it, and gets no more', async () => {
      await store.append([created('r')]);
      await store.sendSignal('r', { type: 'pause' }, 1);
      const end = next('r', 1);
      await store.append([{ ...end, head: { ...end.head, status: 'succeeded', isReleased: true } }]);
      expect(await store.readSignals('r')).toEqual([]);
      expect(await store.sendSignal('r', { type: 'cancel' }, 2)).toBe('ended');
      expect(await store.readSignals('r')).toEqual([]);
      expect(await claim('w2', 0)).toEqual([]);
      expect(await claim('w2', 0, { runId: 'r' })).toEqual([]);
    });

    test('an append that is refused consumes, notifies and stores nothing', async () => {
      await store.append([created('r'), created('s')]);
      await store.sendSignal('r', { type: 'pause' }, 1);
      const [signal] = await store.readSignals('r');
      const refused = {
        ...next('r', 7),
        consumed: [signal?.id ?? 0],
        notify: [{ runId: 's', signal: { type: 'pause' } as const }],
        blobs: [{ hash: 'h', text: '"x"' }],
      };
      expect(await store.append([refused])).toEqual(['lost']);
      expect(await store.readSignals('r')).toHaveLength(1);
      expect(await store.readSignals('s')).toEqual([]);
      expect(await store.readBlob('h')).toBeUndefined();
      expect(await store.append([{ ...refused, ...next('r', 1) }])).toEqual(['written']);
      expect(await store.readSignals('s')).toMatchObject([{ signal: { type: 'pause' } }]);
    });

    test('runs are listed newest first, by page, status, pipeline and label', async () => {
      for (const id of ['a', 'b', 'c']) await store.append([created(id, { team: id === 'b' ? 'x' : 'y' })]);
      expect((await store.listRuns({})).runs.map(({ id }) => id)).toEqual(['c', 'b', 'a']);
      expect(await store.listRuns({ limit: 1, offset: 1 })).toMatchObject({ total: 3, runs: [{ id: 'b' }] });
      expect(await store.listRuns({ labels: { team: 'x' } })).toMatchObject({
        total: 1,
        runs: [{ id: 'b' }],
      });
      expect(await store.listRuns({ labels: { team: 'z' } })).toEqual({ total: 0, runs: [] });
      expect(await store.listRuns({ status: ['failed', 'paused'] })).toMatchObject({ total: 0 });
      expect(await store.listRuns({ status: 'running', pipeline: 'p' })).toMatchObject({ total: 3 });
      expect(await store.listRuns({ pipeline: 'q' })).toMatchObject({ total: 0 });
    });

    test('deleting a run takes what only it refers to, and spares the rest', async () => {
      const text = '"shared"';
      const rest = (id: string): Append => {
        const append = next(id, 1);
        const blobs = [
          { hash: 'both', text },
          { hash: id, text },
        ];
        return { ...append, blobs, head: { ...append.head, status: 'succeeded', isReleased: true } };
      };
      await store.append([created('a'), rest('a'), created('b'), rest('b'), created('live')]);
      expect(await store.deleteRuns({ runIds: ['a', 'live'] })).toBe(1);
      expect(await store.getRun('a')).toBeUndefined();
      expect(await store.readEvents('a', { after: 0, limit: 1 })).toEqual([]);
      expect(await store.readBlob('a')).toBeUndefined();
      expect(await store.readBlob('both')).toBe(text);
      expect(await store.deleteRuns({ olderThan: 1 })).toBe(0);
      expect(await store.deleteRuns({ olderThan: 1_000_000 })).toBe(1);
      expect(await store.readBlob('both')).toBeUndefined();
      expect((await store.listRuns({})).total).toBe(1);
    });

    test('an outlet takes each run from its own position, one owner at a time', async () => {
      const { outlets } = store;
      const claimAs = (owner: string, now: number, leaseUntil: number, dead?: string) =>
        outlets.claim({ outlet: 'all', owner, now, leaseUntil, isDead: (other) => other === dead });
      await store.append([created('before')]);
      await outlets.add('late', false);
      await outlets.add('all', true);
      await outlets.add('all', false);
      await store.append([created('r'), next('r', 1)]);
      expect(await outlets.findUntaken('late', 10)).toEqual([{ runId: 'r', after: 0 }]);
      expect(await outlets.findUntaken('all', 1)).toEqual([{ runId: 'before', after: 0 }]);
      const none = { outlet: 'none', owner: 'o1', now: 0, leaseUntil: 10, isDead: () => true };
      expect(await outlets.claim(none)).toBeUndefined();
      expect(await claimAs('o1', 0, 10)).toMatchObject({ name: 'all', failure: undefined });
      expect(await claimAs('o2', 5, 15)).toBeUndefined();
      expect(await outlets.take('all', 'o2', 'r', 1)).toBe(false);
      expect(await outlets.take('all', 'o1', 'before', 1)).toBe(true);
      expect(await outlets.take('all', 'o1', 'r', 1)).toBe(true);
      expect(await outlets.findUntaken('all', 10)).toEqual([{ runId: 'r', after: 1 }]);
      expect(await claimAs('o2', 11, 20)).toBeDefined();
      expect(await outlets.take('all', 'o1', 'r', 2)).toBe(false);
      await outlets.release('all', 'o2');
      expect(await claimAs('o1', 12, 20)).toBeDefined();
      expect(await claimAs('o3', 13, 20, 'o2')).toBeUndefined();
      expect(await claimAs('o3', 13, 20, 'o1')).toBeDefined();
      await outlets.setFailure('all', { code: 'c', name: 'n', message: 'm' });
      expect(await outlets.list()).toEqual([
        { name: 'all', failure: { code: 'c', name: 'n', message: 'm' }, runsBehind: 1 },
        { name: 'late', failure: undefined, runsBehind: 1 },
      ]);
      await outlets.setFailure('all', undefined);
      await outlets.remove('late');
      expect(await outlets.list()).toEqual([{ name: 'all', failure: undefined, runsBehind: 1 }]);
    });

    test('a run that has ended and been taken whole is dropped, and one that is deleted is no longer owed', async () => {
      const { outlets } = store;
      await outlets.add('all', true);
      await outlets.claim({ outlet: 'all', owner: 'o', now: 0, leaseUntil: 10, isDead: () => false });
      const end = (id: string): Append => {
        const append = next(id, 1);
        return { ...append, head: { ...append.head, status: 'succeeded', isReleased: true } };
      };
      await store.append([created('a'), end('a'), created('b'), end('b')]);
      await outlets.take('all', 'o', 'a', 2);
      expect(await outlets.findUntaken('all', 10)).toEqual([{ runId: 'b', after: 0 }]);
      await store.deleteRuns({ runIds: ['b'] });
      expect(await outlets.findUntaken('all', 10)).toEqual([]);
      expect((await store.listRuns({})).total).toBe(1);
    });

    test('the total follows runs as they come, move and go', async () => {
      const total = async (query: Parameters<Store['listRuns']>[0]) => (await store.listRuns(query)).total;
      await store.append([created('a'), created('b')]);
      const end = next('a', 1);
      await store.append([{ ...end, head: { ...end.head, status: 'failed', isReleased: true } }]);
      expect(await total({})).toBe(2);
      expect(await total({ status: 'running' })).toBe(1);
      expect(await total({ status: ['running', 'failed'], pipeline: 'p' })).toBe(2);
      await store.deleteRuns({ status: ['failed'] });
      expect(await total({ status: 'failed' })).toBe(0);
      expect(await total({})).toBe(1);
    });

    test('the cache finds by key, tells the latest parts on a miss, and forgets the least used', async () => {
      const entry = (key: string, at: number): Append => ({
        ...created(key),
        events: [event(key, 1, { type: 'run.cancelled' }, at)],
        cache: [{ scope: 's', key, parts: { a: key }, output: { inline: 'x'.repeat(50) }, runId: key }],
      });
      await store.append([entry('k1', 10), entry('k2', 20), entry('k3', 30)]);
      expect(await store.findCached('s', 'k1', 40)).toMatchObject({
        hit: { runId: 'k1', parts: { a: 'k1' } },
      });
      expect(await store.findCached('s', 'nope', 40)).toEqual({ hit: undefined, latest: { a: 'k3' } });
      expect(await store.findCached('t', 'k1', 40)).toEqual({ hit: undefined, latest: undefined });
      expect(await store.trimCache(150)).toBe(1);
      expect((await store.findCached('s', 'k2', 50)).hit).toBeUndefined();
      expect((await store.findCached('s', 'k1', 50)).hit).toBeDefined();
    });
  });
}

const identity = { pipeline: 'p', version: '1', definition: 'd', labels: {} };
const running = { status: 'running', isDegraded: false, isReleased: false } as const;

function worker(id: string): Worker {
  return { id, machine: 'm', pid: 1, processStart: '1' };
}

function event(runId: string, n: number, body: EventBody, at = n): RunEvent {
  return { runId, n, at, ...body };
}

function created(runId: string, labels: Record<string, string> = {}): Append {
  const body = {
    type: 'run.created',
    ...identity,
    labels,
    definition: { blob: 'd', bytes: 1 },
    input: {},
  } as const;
  const { definition: _definition, ...rest } = body;
  const events = [event(runId, 1, { ...rest, definition: { blob: 'd', bytes: 1 } })];
  return {
    runId,
    owner: 'w1',
    follows: 0,
    events,
    blobs: [],
    head: running,
    create: { ...identity, labels },
  };
}

function next(runId: string, follows: number, types: readonly 'stage.log'[] = ['stage.log']): Append {
  const events = types.map((type, index) =>
    event(runId, follows + index + 1, { type, stage: 's', level: 'info', message: `${index}` }),
  );
  return { runId, owner: 'w1', follows, events, blobs: [], head: running };
}
