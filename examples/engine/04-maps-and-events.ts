// 4. Maps and events: as many pieces of work as there are items, and a history of everything that happened.
import { createEngine, definePipeline, openStore, type } from '@millwright/engine';

const pipeline = definePipeline({ name: 'count', version: '1', input: type<readonly string[]>() });
const lengths = pipeline.map('length', {
  over: ({ input }) => input,
  // Keys name the items: in events, and so that a finished item is known again after a crash.
  key: (word) => word,
  // At most two at once. Without it, the engine's own limit counts.
  limit: 2,
  run: ({ item }) => item.length,
});
const total = pipeline.stage('total', {
  needs: { lengths },
  run: ({ needs }) => needs.lengths.reduce((sum, length) => sum + length, 0),
});
const count = pipeline.output(total);

const engine = createEngine({ store: openStore(':memory:'), pipelines: [count] });
const run = await engine.start(count, ['one', 'three', 'seventeen']);
console.log(await run.result());

// Events are numbered without gaps and can be read from any number on, during the run and ever after.
for await (const event of engine.events(run.id, { after: 3 })) {
  const item = 'item' in event ? ` ${event.item}` : '';
  if (event.type.endsWith('.succeeded')) console.log(`${event.type}${item}`);
}
await engine.close();

// Prints:
// 17
// item.succeeded one
// item.succeeded three
// item.succeeded seventeen
// stage.succeeded
// stage.succeeded
// run.succeeded
