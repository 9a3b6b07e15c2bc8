import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { CommandLine, type CommandResult } from '../testing/command-line.ts';
import { readSource } from './read-source.ts';
import type { WorkflowDocument } from './workflow-document.ts';
import { startWorkflow } from './workflow-session.ts';

const examples = join(import.meta.dirname, '../../../../examples/workflows');
const shop = ['--pack', join(examples, 'steps.ts')];

const told = ({ stdout }: CommandResult): WorkflowDocument => JSON.parse(stdout) as WorkflowDocument;
const example = (name: string) => join(examples, `${name}.yaml`);

/** A kind of step that leaves a mark in a file each time it begins, and takes forever when it does so first. */
const markingPack = `import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { defineStep } from '${join(import.meta.dirname, '../../../engine/src/workflow.ts')}';
const anything = { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } };
export const mark = defineStep({
  name: 'mark',
  description: 'Leaves a mark.',
  input: anything,
  run: async ({ input, signal }) => {
    const isFirst = !existsSync('marks.txt') || !readFileSync('marks.txt', 'utf8').includes(input.name);
    appendFileSync('marks.txt', input.name + '\\n');
    if (isFirst && input.hangs) await setTimeout(600_000, undefined, { signal });
    return input.name;
  },
});
`;

describe('the examples', () => {
  test.each([
    ['01-hello', {}, { greet: null }],
    ['02-inputs-and-outputs', { net: 10 }, { gross: 12, line: 'Total 12, of which tax 2' }],
    ['03-conditions', { weight: 1 }, { chosen: { carrier: 'post', cost: 1.6 }, isWrapped: false }],
    ['04-maps', { orders: [{ id: 'a', amounts: [1, 5, 2] }] }, ['a 5']],
    ['05-loops', { start: 10 }, 0.625],
    ['06-retries-and-fallbacks', { product: 'tea' }, { price: 4.5, from: 'today' }],
    ['07-composition', { names: ['ann', 'bob'] }, ['Hello ANN', 'and bob']],
    ['08-saga', { item: 'lamp', amount: 20 }, { tracking: expect.stringMatching(/^trk-/) as string }],
  ])('%s runs', async (name, input, output) => {
    using line = new CommandLine();
    const { session, run } = await startWorkflow({
      source: await readSource(example(name), examples),
      file: example(name),
      input,
      breakpoints: undefined,
      steps: {
        modules: [join(examples, 'steps.ts')],
        folders: { project: line.folder, state: line.folder },
      },
    });
    expect(await run.result()).toEqual(output);
    await session.close();
  });

  test('are all tried', () => {
    const files = readdirSync(examples).filter((name) => name.endsWith('.yaml'));
    expect(files.map((name) => name.slice(0, 2))).toEqual(['01', '02', '03', '04', '05', '06', '07', '08']);
  });

  test('the saga waits for its answer, and a no undoes what was done', async () => {
    using line = new CommandLine();
    writeFileSync(join(line.folder, 'order.json'), '{"item": "lamp", "amount": 2000}');
    const asked = await line.run([
      'workflow',
      'run',
      example('08-saga'),
      ...shop,
      '--input',
      '@order.json',
      '--json',
    ]);
    const { runId, status, questions } = told(asked);
    expect({ status, exit: asked.exitCode }).toEqual({ status: 'waiting', exit: 3 });
    expect(questions).toMatchObject([{ stage: 'review', prompt: { question: 'Ship lamp for 2000?' } }]);

    const misfit = await line.run(['workflow', 'answer', runId, 'review', '{"isApproved": 1}', '--json']);
    expect(told(misfit).error?.code).toBe('schema_mismatch');
    const answered = await line.run([
      'workflow',
      'answer',
      runId,
      'review',
      '{"isApproved": false}',
      '--by',
      'ann',
      '--json',
    ]);
    expect(told(answered)).toMatchObject({ status: 'failed', error: { code: 'not_approved' } });
    expect(answered.exitCode).toBe(1);
    const events = JSON.parse((await line.run(['runs', 'events', runId, '--json'])).stdout).events as {
      type: string;
      stage?: string;
      by?: string;
    }[];
    expect(events.filter(({ type }) => type === 'stage.compensated').map(({ stage }) => stage)).toEqual([
      'charge',
      'reserve',
    ]);
    expect(events.find(({ type }) => type === 'stage.answered')?.by).toBe('ann');
  });
});

/** Runs a command, kills it with SIGKILL as soon as a condition holds, and waits for its end. */
async function killedWhen(condition: () => boolean, args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../main.ts'), ...args], {
    cwd,
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  while (!condition() && child.exitCode === null) await setTimeout(20);
  child.kill('SIGKILL');
  await ended;
}

describe('a run that is killed', () => {
  test('goes on from its journal alone, and does nothing twice that was done', async () => {
    using line = new CommandLine();
    const path = (name: string) => join(line.folder, name);
    writeFileSync(path('pack.ts'), markingPack);
    writeFileSync(
      path('part.yaml'),
      'workflow: part\nsteps: { inner: { uses: mark, with: { name: inner } } }\noutput: { as: "${{ steps.inner }}" }',
    );
    writeFileSync(
      path('main.yaml'),
      `workflow: main
steps:
  first: { uses: mark, with: { name: first } }
  long: { needs: first, uses: mark, with: { name: long, hangs: '\${{ input.hangs }}' } }
  last: { needs: long, uses: ./part.yaml }`,
    );
    const marks = () =>
      existsSync(path('marks.txt')) ? readFileSync(path('marks.txt'), 'utf8').trim().split('\n') : [];
    const words = ['workflow', 'run', 'main.yaml', '--pack', './pack.ts', '--input', '{"hangs": true}'];
    await killedWhen(() => marks().includes('long'), words, line.folder);
    expect(marks()).toEqual(['first', 'long']);
    rmSync(path('main.yaml'));
    rmSync(path('part.yaml'));
    const listed = JSON.parse((await line.run(['runs', 'list', '--json'])).stdout) as {
      runs: { id: string }[];
    };
    const resumed = await line.run(['runs', 'resume', listed.runs[0]?.id ?? '', '--json']);
    expect(told(resumed)).toMatchObject({ status: 'succeeded', output: { last: 'inner' } });
    expect(marks()).toEqual(['first', 'long', 'long', 'inner']);
  });

  test('has taken up an answer that came from another process', async () => {
    using line = new CommandLine();
    const path = (name: string) => join(line.folder, name);
    writeFileSync(path('pack.ts'), markingPack);
    writeFileSync(
      path('w.yaml'),
      `workflow: w
steps:
  hang: { uses: mark, with: { name: hang, hangs: true } }
  ask: { approval: { prompt: ok?, answer: boolean } }`,
    );
    let isAnswered = false;
    const killed = killedWhen(
      () => isAnswered,
      ['workflow', 'run', 'w.yaml', '--pack', 'pack.ts'],
      line.folder,
    );
    while (!existsSync(path('marks.txt'))) await setTimeout(20);
    const listed = JSON.parse((await line.run(['runs', 'list', '--json'])).stdout) as {
      runs: { id: string }[];
    };
    const id = listed.runs[0]?.id ?? '';
    const answered = await line.run(['workflow', 'answer', id, 'ask', 'true', '--json']);
    expect({ exit: answered.exitCode, runId: told(answered).runId }).toEqual({ exit: 0, runId: id });
    isAnswered = true;
    await killed;
    const resumed = await line.run(['runs', 'resume', id, '--json']);
    expect(told(resumed)).toMatchObject({ status: 'succeeded', output: { hang: 'hang', ask: true } });
  });

  test('stays stopped where the debugger held it', async () => {
    using line = new CommandLine();
    writeFileSync(
      join(line.folder, 'w.yaml'),
      `workflow: w\nsteps:\n  a: { uses: set, with: { n: '\${{ input.n * 2 }}' } }\n  b: { needs: a, uses: set, with: '\${{ steps.a.n + 1 }}' }`,
    );
    const first = await line.run([
      'workflow',
      'run',
      'w.yaml',
      '--input',
      '{"n": 4}',
      '--break',
      'b',
      '--json',
    ]);
    const { runId, questions } = told(first);
    expect(questions).toMatchObject([{ heldStep: 'b', prompt: { step: 'b', uses: 'set', input: 9 } }]);
    rmSync(join(line.folder, 'w.yaml'));
    expect(told(await line.run(['runs', 'show', runId, '--json'])).questions).toEqual(questions);
    expect(told(await line.run(['runs', 'resume', runId, '--json'])).questions).toEqual(questions);
    expect(told(await line.run(['workflow', 'next', runId, '--json']))).toMatchObject({
      status: 'succeeded',
      output: { b: 9 },
    });
  });
});

describe('looking at a workflow', () => {
  test('validate tells everything that is wrong, with its place', async () => {
    using line = new CommandLine();
    writeFileSync(
      join(line.folder, 'bad.yaml'),
      'workflow: w\nsteps:\n  a: { uses: lgo }\n  b: { needs: x, uses: set }\n',
    );
    const result = await line.run(['workflow', 'validate', 'bad.yaml']);
    expect(result.exitCode).toBe(1);
    expect(result.stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^bad\.yaml:3:14: unknown_kind: .* Did you mean `log`\?/),
      expect.stringMatching(/^bad\.yaml:4:15: unknown_step: /),
    ]);
    const json = JSON.parse((await line.run(['workflow', 'validate', 'bad.yaml', '--json'])).stdout) as {
      valid: boolean;
      diagnostics: unknown[];
    };
    expect(json).toMatchObject({
      valid: false,
      diagnostics: [{ code: 'unknown_kind', line: 3 }, { code: 'unknown_step' }],
    });
  });

  test('graph knows the times of the last run of the same text', async () => {
    using line = new CommandLine();
    const graph = async () => (await line.run(['workflow', 'graph', example('05-loops')])).stdout;
    expect(await graph()).toMatch(/critical path: halve → rest\n/);
    await line.run(['workflow', 'run', example('05-loops'), '--input', '{"start": 2}']);
    expect(await graph()).toMatch(/critical path: halve → rest, \d+ ms\n/);
    const svg = await line.run(['workflow', 'graph', example('08-saga'), ...shop, '--format', 'svg']);
    expect(svg.stdout).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
    const mermaid = await line.run(['workflow', 'graph', example('08-saga'), ...shop, '--format', 'mermaid']);
    expect(mermaid.stdout).toMatch(/^flowchart TD\n/);
  });
});

describe('a wrong command', () => {
  test.each([
    [['workflow', 'run', example('01-hello'), '--break', 'nobody'], 'unknown_step'],
    [['workflow', 'run', example('01-hello'), '--pack', './nowhere.ts'], 'unknown_pack'],
  ])('%j is a usage error', async (args, code) => {
    using line = new CommandLine();
    const result = await line.run([...args, '--json']);
    expect(told(result).error?.code).toBe(code);
    expect(result.exitCode).toBe(2);
  });

  test('an input that does not fit starts nothing', async () => {
    using line = new CommandLine();
    const result = await line.run([
      'workflow',
      'run',
      example('02-inputs-and-outputs'),
      '--input',
      '{"net": -1}',
      '--json',
    ]);
    expect(told(result).error?.code).toBe('schema_mismatch');
    expect(JSON.parse((await line.run(['runs', 'list', '--json'])).stdout)).toMatchObject({ total: 0 });
  });
});
