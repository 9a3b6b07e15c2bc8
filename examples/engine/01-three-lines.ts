// 1. Three lines: a pipeline with one stage, run to its end.
//
// `node examples/engine/01-three-lines.ts` — each example shows at its end what it prints.
import { createEngine, definePipeline, openStore, type } from '@millwright/engine';

const pipeline = definePipeline({ name: 'greet', version: '1', input: type<string>() });
const greet = pipeline.output(pipeline.stage('greet', { run: ({ input }) => `Hello, ${input}!` }));
const engine = createEngine({ store: openStore(':memory:'), pipelines: [greet] });

const run = await engine.start(greet, 'world');
console.log(await run.result());
await engine.close();

// Prints:
// Hello, world!
