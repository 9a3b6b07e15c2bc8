import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CheckEvent, evidenceSchema, readTree, writeTree } from '@millwright/factory';
import { expect, test } from 'vitest';
import { proveSystem } from './prove-system.ts';
import { sampleModel, sampleRequirements, sampleSystem } from './sample-system.testkit.ts';

const sound = { model: sampleModel, requirements: sampleRequirements };

test('a sound system passes all four tiers, and its evidence tells how', async () => {
  const events: CheckEvent[] = [];
  const proof = await proveSystem({
    ...sound,
    tree: await sampleSystem(),
    unproven: [{ statement: 'R2', why: 'nothing in the blueprint rests on it' }],
    now: new Date('2031-05-14T09:30:00Z'),
    onEvent: (event) => events.push(event),
  });
  expect(
    proof.checks.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error')),
  ).toEqual([]);
  // The sample's model has no scenarios, so there is nothing that could notice a behaviour that is gone.
  expect(proof.checks.filter(({ status }) => status !== 'passed')).toMatchObject([
    { name: 'mutation', status: 'skipped', why: 'there are no acceptance scenarios' },
  ]);
  expect(new Set(proof.checks.map(({ tier }) => tier))).toEqual(new Set([1, 2, 3, 4]));
  expect(events).toHaveLength(2 * proof.checks.length);
  expect(proof.outcome).toBe('partial');
  expect(proof.statements).toMatchObject([
    {
      id: 'R1',
      built: true,
      proven: true,
      components: ['api', 'noteController', 'store'],
      interfaces: ['POST /notes'],
      files: ['src/domain/note-operations.ts', 'test/acceptance/notes.test.ts'],
      tests: [{ name: 'R1 · notes can be written', status: 'passed' }],
    },
    { id: 'R2', built: false, proven: false, why: 'nothing in the blueprint rests on it' },
  ]);
  expect(proof.coverage?.percent).toBeGreaterThan(80);
  const files = new Map(proof.evidence.map(({ path, content }) => [path, content]));
  const report = evidenceSchema.parse(JSON.parse(files.get('evidence/report.json') ?? ''));
  expect(report).toMatchObject({ createdAt: '2031-05-14T09:30:00.000Z', outcome: 'partial' });
  expect(files.get('evidence/report.html')).toContain('Notes can be written');
  expect(files.get('evidence/logs/properties.log')).toMatch(/^seed \d+\n/);
});

test('a system on disk is proven on a copy: nothing in its folder changes, and no copy stays', async () => {
  const root = await mkdtemp(join(tmpdir(), 'millwright-test-'));
  try {
    const folder = join(root, 'notes');
    const stageFolder = join(root, 'stage');
    await writeTree(await sampleSystem({ 'test/acceptance/notes.test.ts': null }), folder);
    const before = await readTree(folder);
    const proof = await proveSystem({ ...sound, folder, stageFolder });
    expect(proof.checks.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(proof.checks.find(({ name }) => name === 'acceptance-tests')).toMatchObject({
      status: 'skipped',
      why: 'there are no tests in test/acceptance',
    });
    expect(proof.statements[0]).toMatchObject({ built: true, proven: false, tests: [] });
    expect(await readTree(folder)).toEqual(before);
    expect(await readdir(root)).toEqual(['notes']);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});

test('without a readable blueprint everything else is still checked', async () => {
  const proof = await proveSystem({
    tree: await sampleSystem(),
    requirements: sampleRequirements,
    blueprintFindings: [{ code: 'invalid_blueprint', severity: 'error', message: 'line 3' }],
  });
  const statuses = new Map(proof.checks.map(({ name, status }) => [name, status]));
  expect(statuses.get('blueprint')).toBe('failed');
  for (const name of ['bindings', 'properties', 'bindings-carry']) expect(statuses.get(name)).toBe('skipped');
  for (const name of ['types', 'boots', 'bad-input', 'acceptance-tests'])
    expect(statuses.get(name)).toBe('passed');
  expect(proof.outcome).toBe('failed');
});

test('an abort ends a proof and leaves no copy', async () => {
  const root = await mkdtemp(join(tmpdir(), 'millwright-test-'));
  try {
    const abort = new AbortController();
    const reason = new Error('enough');
    const proving = proveSystem({
      ...sound,
      tree: await sampleSystem(),
      stageFolder: join(root, 'stage'),
      signal: abort.signal,
      onEvent: (event) => {
        if (event.kind === 'check-started' && event.name === 'boots') abort.abort(reason);
      },
    });
    await expect(proving).rejects.toBe(reason);
    expect(await readdir(root)).toEqual([]);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
