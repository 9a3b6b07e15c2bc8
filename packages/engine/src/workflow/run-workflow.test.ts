import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { SchemaMismatchError, TerminalError } from '../errors.ts';
import { createEngine } from '../worker/engine.ts';
import { closeAll, eventsOf, memoryStore, opened } from '../testing/engines.ts';
import { compileWorkflow } from './compile-workflow.ts';
import { defineStep } from './step-definition.ts';
import { sourceOf, type WorkflowSource } from './workflow-source.ts';

afterEach(closeAll);

const fail = defineStep({
  name: 'fail',
  description: 'Fails for the first attempts.',
  input: z.object({ times: z.number(), code: z.string() }),
  output: z.object({ attempt: z.number() }),
  run: ({ input, attempt }) => {
    if (attempt > input.times) return { attempt };
    if (input.code === 'terminal') throw new TerminalError('no use', { code: 'no_use' });
    throw Object.assign(new Error(`attempt ${attempt}`), { code: input.code });
  },
});

const slow = defineStep({
  name: 'slow',
  description: 'Waits until it is stopped.',
  input: z.object({}),
  run: ({ signal }) =>
    new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
});

function prepare(source: WorkflowSource | string) {
  const compiled = compileWorkflow(typeof source === 'string' ? sourceOf(source) : source, {
    steps: [fail, slow],
  });
  const engine = opened(createEngine({ store: memoryStore(), pipelines: [compiled.pipeline] }));
  return { engine, start: (input: unknown = {}) => engine.start(compiled.pipeline, compiled.inputOf(input)) };
}

const resultOf = async (source: WorkflowSource | string, input?: unknown): Promise<unknown> =>
  (await prepare(source).start(input)).result();

describe('a workflow', () => {
  test('without an output gives what its last steps gave', async () => {
    const text =
      'workflow: w\nsteps: { a: { uses: set, with: 1 }, b: { needs: a, uses: set, with: 2 }, c: { uses: set, with: 3 } }';
    expect(await resultOf(text)).toEqual({ b: 2, c: 3 });
  });

  test('fills in defaults of its input and refuses what does not fit', async () => {
    const { start } = prepare(`workflow: w
input: { schema: { type: object, required: [a], additionalProperties: false, properties: { a: { type: integer, minimum: 1 }, b: { type: string, default: x } } } }
steps: { s: { uses: set, with: '\${{ input }}' } }`);
    expect(await (await start({ a: 2 })).result()).toEqual({ s: { a: 2, b: 'x' } });
    for (const bad of [{}, { a: 0 }, { a: 1.5 }, { a: 1, c: 2 }, { a: 1, b: null }])
      await expect(start(bad)).rejects.toThrow(SchemaMismatchError);
  });

  test('checks its output against the schema', async () => {
    const text = `workflow: w\nsteps: { a: { uses: set, with: '\${{ input }}' } }\noutput: { as: '\${{ steps.a }}', schema: { type: object, required: [x] } }`;
    expect(await resultOf(text, { x: 1 })).toEqual({ x: 1 });
    await expect(resultOf(text, { y: 1 })).rejects.toMatchObject({ failure: { code: 'schema_mismatch' } });
  });

  test('skips what its conditions exclude, and later steps see null', async () => {
    const text = `workflow: w\nsteps:\n  a: { if: input.n > 1, uses: set, with: big }\n  b: { needs: a, uses: set, with: '\${{ steps.a == null }}' }`;
    expect(await resultOf(text, { n: 1 })).toEqual({ b: true });
    expect(await resultOf(text, { n: 2 })).toEqual({ b: false });
  });

  test('maps over a list and loops until done', async () => {
    const text = `workflow: w
steps:
  each: { uses: set, map: { over: input.list, key: item.id }, with: { k: '\${{ key }}', i: '\${{ index }}', twice: '\${{ item.n * 2 }}' } }
  again: { uses: set, loop: { initial: { n: 1 }, until: result.n > 5 || round >= 9, limit: 20 }, with: { n: '\${{ previous.n * 2 }}', round: '\${{ round }}' } }
  capped: { uses: set, loop: { until: 'false', limit: 3 }, with: '\${{ round }}' }`;
    expect(
      await resultOf(text, {
        list: [
          { id: 'x', n: 1 },
          { id: 'y', n: 2 },
        ],
      }),
    ).toEqual({
      each: [
        { k: 'x', i: 0, twice: 2 },
        { k: 'y', i: 1, twice: 4 },
      ],
      again: { n: 8, round: 3 },
      capped: 3,
    });
  });

  test('uses other files, each with its own input and output', async () => {
    const files = {
      'main.yaml': `workflow: main\nsteps:\n  one: { uses: ./parts/add.yaml, with: { a: '\${{ input.n }}', b: 2 } }\n  two: { needs: one, uses: ./parts/add.yaml, with: { a: '\${{ steps.one.sum }}' } }`,
      'parts/add.yaml': `workflow: add\ninput: { schema: { type: object, required: [a], properties: { a: number, b: { type: number, default: 10 } } } }\nsteps: { sum: { uses: ../sum.yaml, with: { of: '\${{ [input.a, input.b] }}' } } }\noutput: { as: { sum: '\${{ steps.sum }}' }, schema: { type: object, required: [sum], properties: { sum: number } } }`,
      'sum.yaml': `workflow: sum\nsteps: { s: { uses: set, with: '\${{ input.of[0] + input.of[1] }}' } }\noutput: { as: '\${{ steps.s }}' }`,
    };
    expect(await resultOf({ entry: 'main.yaml', files }, { n: 1 })).toEqual({ two: { sum: 13 } });
  });

  test('sleeps for a computed time', async () => {
    expect(
      await resultOf("workflow: w\nsteps: { a: { sleep: '${{ input.d }}' } }", { d: 'PT0.001S' }),
    ).toEqual({});
    await expect(
      resultOf("workflow: w\nsteps: { a: { sleep: '${{ input.d }}' } }", { d: 'soon' }),
    ).rejects.toMatchObject({
      failure: { code: 'invalid_duration' },
    });
  });
});

describe('failure', () => {
  const step = (rest: string) =>
    `workflow: w\nsteps:\n  a: { uses: fail, with: { times: '\${{ input.times }}', code: '\${{ input.code }}' }, ${rest} }`;
  const retry = 'retry: { delay: PT0.001S, limit: { attempt: { count: 3 } }';

  test('is tried again as often as the policy says', async () => {
    expect(await resultOf(step(`${retry} }`), { times: 2, code: 'busy' })).toEqual({ a: { attempt: 3 } });
    await expect(resultOf(step(`${retry} }`), { times: 3, code: 'busy' })).rejects.toMatchObject({
      failure: { code: 'busy' },
    });
  });

  test.each([
    ['when: error.code == "busy" }', 'busy', 3],
    ['when: error.code == "busy" }', 'other', 1],
    ['exceptWhen: error.detail.endsWith("2") }', 'busy', 2],
    [
      'when: error.type.endsWith("/runtime") && error.status == 500 && error.instance == "/steps/a" }',
      'busy',
      3,
    ],
    ['when: error.type.endsWith("/communication") }', 'ECONNRESET', 3],
  ])('is tried again where `%s` and the code is %s: %i attempts', async (condition, code, attempts) => {
    const { engine, start } = prepare(step(`${retry}, ${condition}`));
    const run = await start({ times: 9, code });
    await expect(run.result()).rejects.toThrow();
    const events = await eventsOf(engine.events(run.id));
    expect(events.filter(({ type }) => type === 'stage.started')).toHaveLength(attempts);
  });

  test('of the terminal kind is never tried again', async () => {
    await expect(resultOf(step(`${retry} }`), { times: 1, code: 'terminal' })).rejects.toMatchObject({
      failure: { code: 'no_use' },
    });
  });

  test('gives the fallback, which sees the error that was not tried again', async () => {
    const text = step(`${retry}, when: 'false' }, fallback: '\${{ error.code + error.detail }}'`);
    expect(await resultOf(text, { times: 9, code: 'busy' })).toEqual({ a: 'busyattempt 1' });
  });

  test('of time tells so in the words of the specification', async () => {
    const text = `workflow: w\nsteps: { a: { uses: slow, timeout: PT0.02S, fallback: '\${{ error.type + " " + string(error.status) }}' } }`;
    expect(await resultOf(text)).toEqual({
      a: 'https://serverlessworkflow.io/spec/1.0.0/errors/timeout 408',
    });
  });

  test('of an expression names it, and pauses the run', async () => {
    await expect(
      resultOf("workflow: w\nsteps: { a: { uses: set, with: '${{ input.a.b }}' } }", { a: {} }),
    ).rejects.toMatchObject({
      code: 'run_paused',
      failure: { code: 'expression_failed', message: expect.stringContaining('input.a.b') as string },
    });
  });

  test('undoes what was done, last first', async () => {
    const { engine, start } = prepare(`workflow: w
steps:
  a: { uses: set, with: { id: 1 }, compensate: { uses: log, with: { message: 'undo \${{ output.id }} \${{ input.who }}' } } }
  b: { needs: a, uses: set, map: { over: '[7, 8]' }, with: '\${{ item }}', compensate: { uses: log, with: { message: 'undo \${{ output }}' } } }
  c: { needs: b, uses: assert, with: { that: '\${{ size(steps.b) == 3 }}', code: too_few } }`);
    const run = await start({ who: 'ann' });
    await expect(run.result()).rejects.toMatchObject({ code: 'run_failed', failure: { code: 'too_few' } });
    const undone = (await eventsOf(engine.events(run.id))).flatMap((event) =>
      'message' in event ? [event.message] : [],
    );
    expect(undone.at(-1)).toBe('undo 1 ann');
    expect(undone.toSorted()).toEqual(['undo 1 ann', 'undo 7', 'undo 8']);
  });
});

describe('the definition', () => {
  const source = sourceOf('workflow: w\nsteps: { a: { uses: part, with: {} } }');
  const part = (version: string, isBroken: boolean) =>
    defineStep({
      name: 'part',
      description: 'Part of a pack.',
      version,
      input: z.object({}),
      run: () => {
        if (isBroken) throw new Error('broken');
        return version;
      },
    });

  test('covers the versions of the step kinds: a run does not go on under other code unasked', async () => {
    const store = memoryStore();
    const engineWith = (kind: ReturnType<typeof part>) => {
      const compiled = compileWorkflow(source, { steps: [kind] });
      return { compiled, engine: opened(createEngine({ store, pipelines: [compiled.pipeline] })) };
    };
    const { engine, compiled } = engineWith(part('1', true));
    const run = await engine.start(compiled.pipeline, compiled.inputOf({}));
    await expect(run.result()).rejects.toMatchObject({ code: 'run_paused' });
    const { engine: later } = engineWith(part('2', false));
    await expect(later.resume(run.id)).rejects.toMatchObject({
      code: 'definition_changed',
      changes: ['stage a went from version 1 to 2'],
    });
    expect(await (await later.resume(run.id, { acceptChanges: true })).result()).toEqual({ a: '2' });
  });

  test('is the same in every process, so that results can be reused', async () => {
    const text = `workflow: w
steps:
  once: { uses: fail, cache: true, with: { times: 0, code: x } }
  each: { uses: set, cache: true, map: { over: input.list }, with: '\${{ item * 2 }}' }`;
    const { engine, start } = prepare(text);
    const results: unknown[] = [];
    const cached: number[] = [];
    for (let round = 0; round < 2; round += 1) {
      const run = await start({ list: [1, 2] });
      results.push(await run.result());
      const events = await eventsOf(engine.events(run.id));
      cached.push(events.filter((event) => 'cached' in event && event.cached !== undefined).length);
    }
    expect(results).toEqual([results[0], { once: { attempt: 1 }, each: [2, 4] }]);
    expect(cached).toEqual([0, 3]);
  });
});
