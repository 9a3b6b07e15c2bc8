import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { closeAll, eventsOf, memoryStore, opened } from '../testing/engines.ts';
import { createEngine } from '../worker/engine.ts';
import { builtInSteps } from './built-in-steps.ts';
import { checkWorkflow } from './check-workflow.ts';
import { compileWorkflow } from './compile-workflow.ts';
import { openQuestions } from './debugger.ts';
import { diagnosticCodes } from './diagnostic.ts';
import { sourceOf } from './workflow-source.ts';

afterEach(closeAll);

const folder = new URL('../../../../docs/workflows/', import.meta.url);
const page = (name: string) => readFileSync(new URL(name, folder), 'utf8');

/** What a page says of a run of the workflow before it. */
interface Told {
  readonly input?: unknown;
  readonly answers?: Readonly<Record<string, unknown>>;
  readonly output?: unknown;
  readonly failure?: string;
  readonly log?: readonly string[];
}

interface Example {
  readonly text: string;
  readonly runs: Told[];
}

/** Every workflow of a page, with the runs that are told of it, and the files they use. */
function examplesOf(markdown: string): {
  readonly files: Record<string, string>;
  readonly examples: readonly Example[];
} {
  const files: Record<string, string> = {};
  const examples: Example[] = [];
  for (const [, language, block = ''] of markdown.matchAll(/```(yaml|json)\n([\s\S]*?)```/g)) {
    const file = /^# file: (\S+)\n/.exec(block)?.[1];
    if (language === 'json') examples.at(-1)?.runs.push(JSON.parse(block) as Told);
    else if (file === undefined) examples.push({ text: block, runs: [] });
    else files[file] = block;
  }
  return { files, examples };
}

const { files, examples } = examplesOf(page('tutorial.md'));

describe('the tutorial', () => {
  test('tells of as many workflows as it has chapters with one', () => {
    expect(examples.length).toBeGreaterThanOrEqual(9);
    expect(examples.flatMap(({ runs }) => runs).length).toBeGreaterThanOrEqual(8);
  });

  test('shows a diagnostic as it is told', () => {
    const text = examples[1]?.text.replace('steps.tax }}', 'steps.txa }}') ?? '';
    const told = /^receipt\.yaml:.*$/m.exec(page('tutorial.md'))?.[0];
    expect(() => checkWorkflow(sourceOf(text, 'receipt.yaml'))).toThrow(told);
  });

  const cases = examples.flatMap(({ text, runs }, index) =>
    (runs.length === 0 ? [{} as Told] : runs).map((told) => [index + 1, text, told] as const),
  );

  test.each(cases)('workflow %i runs as it says', async (_, text, told) => {
    const source = { entry: 'main.yaml', files: { ...files, 'main.yaml': text } };
    const { pipeline, inputOf, optimised } = compileWorkflow(source);
    expect(optimised.removed).toEqual([]);
    const store = memoryStore();
    const engine = opened(createEngine({ store, pipelines: [pipeline] }));
    const run = await engine.start(pipeline, inputOf(told.input ?? {}));
    const result = run.result();
    result.catch(() => undefined);
    for (const [stage, answer] of Object.entries(told.answers ?? {})) {
      while (!(await openQuestions(engine, store, run.id)).some((question) => question.stage === stage))
        await new Promise(setImmediate);
      await engine.answer(run.id, stage, answer);
    }
    if (told.failure !== undefined)
      await expect(result).rejects.toMatchObject({ failure: { code: told.failure } });
    else if ('output' in told) expect(await result).toEqual(told.output);
    else await result;
    const events = await eventsOf(engine.events(run.id));
    const lines = events.flatMap((event) => (event.type === 'stage.log' ? [event.message] : []));
    if (told.log !== undefined) expect(lines).toEqual(told.log);
  });
});

describe('the reference', () => {
  const reference = page('reference.md');

  test.each(Object.entries(diagnosticCodes))('lists the code %s', (code, meaning) => {
    expect(reference).toContain(`| \`${code}\` | ${meaning} |`);
  });

  test.each(builtInSteps.map(({ name }) => name))('lists the step kind %s', (name) => {
    expect(reference).toContain(`| \`${name}\` |`);
  });
});
