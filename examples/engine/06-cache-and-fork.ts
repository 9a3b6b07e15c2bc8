// 6. Cache and fork: not computing again what is known, and going back to try another way.
import { createEngine, definePipeline, openStore, type } from '@millwright/engine';

const pipeline = definePipeline({
  name: 'print',
  version: '1',
  input: type<{ text: string; copies: number }>(),
});
const layout = pipeline.stage('layout', {
  // The result is shared by all runs in the store whose key is the same. Without a key: same input, same needs.
  cache: { key: ({ input }) => input.text },
  run: ({ input }) => {
    console.log(`laying out "${input.text}"`);
    return `[${input.text}]`;
  },
});
const sheets = pipeline.stage('sheets', {
  needs: { layout },
  run: ({ input, needs }) => Array.from({ length: input.copies }, () => needs.layout).join(' '),
});
const print = pipeline.output(sheets);

const engine = createEngine({ store: openStore(':memory:'), pipelines: [print] });
const first = await engine.start(print, { text: 'menu', copies: 1 });
console.log(await first.result());
const second = await engine.start(print, { text: 'menu', copies: 2 });
console.log(await second.result());

// A fork is a new run that takes over what came before a stage. The other run stays as it is.
const forked = await engine.fork(second.id, { from: 'sheets', input: { text: 'menu', copies: 3 } });
console.log(await forked.result());
await engine.close();

// Prints:
// laying out "menu"
// [menu]
// [menu] [menu]
// [menu] [menu] [menu]
