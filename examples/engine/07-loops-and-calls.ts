// 7. Loops and calls: repeating until it is good enough, and pipelines made of pipelines.
import { createEngine, definePipeline, openStore, type } from '@millwright/engine';

// A pipeline that can be used by others. Its run has a journal, a status and an id of its own.
const inner = definePipeline({ name: 'root', version: '1', input: type<number>() });
const guess = inner.loop('guess', {
  initial: ({ input }) => input,
  run: ({ previous, input }) => (previous + input / previous) / 2,
  until: (value, round) => round > 1 && Number.isInteger(Math.round(value * 1e6) / 1e6),
  // A loop always has an end.
  maxRounds: 20,
});
const root = inner.output(
  inner.stage('rounded', { needs: { guess }, run: ({ needs }) => Math.round(needs.guess) }),
);

const outer = definePipeline({ name: 'diagonal', version: '1', input: type<{ a: number; b: number }>() });
const squares = outer.stage('squares', { run: ({ input }) => input.a ** 2 + input.b ** 2 });
const length = outer.call('length', {
  needs: { squares },
  pipeline: root,
  input: ({ needs }) => needs.squares,
});
const diagonal = outer.output(length);

// Pipelines that are called need not be named here.
const engine = createEngine({ store: openStore(':memory:'), pipelines: [diagonal] });
const run = await engine.start(diagonal, { a: 3, b: 4 }, { runId: 'd' });
console.log(await run.result());
const { runs } = await engine.runs.list();
console.log(runs.map(({ id, status }) => `${id} ${status}`).join(', '));
await engine.close();

// Prints:
// 5
// d.length succeeded, d succeeded
