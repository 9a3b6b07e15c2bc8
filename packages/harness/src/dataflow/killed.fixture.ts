/** A system to be killed: takes batches of readings from its parent, and says so once they are safe. */
import { join } from 'node:path';
import { createJsonLog } from '../log.ts';
import { SystemExecutionHarness } from '../system.ts';
import { FileSink, Journal } from './index.ts';
import { Client, Doubled, type Reading, Readings, type Total, Totals } from './numbers.fixture.ts';

const [folder = '.'] = process.argv.slice(2);
const system = new SystemExecutionHarness({ name: 'killed', log: createJsonLog({ level: 'silent' }) });
const journal = system.use(new Journal(join(folder, 'journal.sqlite')));
const client = system.register(new Client('client'));
const readings = system.register(new Readings(journal));
const doubled = system.register(new Doubled());
const lines = system.register(
  new FileSink<Reading>('lines', { type: 'Reading', path: join(folder, 'lines.jsonl') }),
);
const totals = system.register(new Totals({ kind: 'count', size: 5 }, { journal }));
const groups = system.register(
  new FileSink<Total>('groups', { type: 'Total', path: join(folder, 'groups.jsonl') }),
);
system.connect(client.posts, readings.posts);
system.connect(readings.out, doubled.in);
system.connect(readings.out, totals.in);
system.connect(doubled.out, lines.in);
system.connect(totals.out, groups.in);
await system.start();

process.on('message', (batch: readonly Reading[]) => {
  void client.send(batch).then(() => process.send?.(batch.map(({ value }) => value)));
});
process.send?.('ready');
