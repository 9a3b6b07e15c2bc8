/**
 * Runs the workshop system in several processes on one PostgreSQL database and lets them race. Arguments: the root of the system
 * and the address of an empty database; a third one, the number of a racer, makes it one of the processes.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

type Operation = (tables: unknown, ...parameters: readonly unknown[]) => Promise<{ readonly id: string }>;

const [root = '', url = '', racer] = process.argv.slice(2);
const processes = 3;
const rounds = 12;
const { Clock } = await import(join(root, 'src/clock.ts'));
const { Database } = await import(join(root, 'src/storage/database.ts'));
const { createBicycle, listBicycles }: Record<string, Operation> = await import(
  join(root, 'src/domain/bicycle-operations.ts')
);
const { bringIn }: Record<string, Operation> = await import(join(root, 'src/domain/repair-operations.ts'));

const database = await Database.open(url, new Clock(), () => undefined);
const run = (operation: Operation | undefined, ...parameters: readonly unknown[]) =>
  database.transaction((tables: unknown) => operation?.(tables, ...parameters));

/** The code of a refusal, or `done`. */
async function outcome(operation: Operation | undefined, ...parameters: readonly unknown[]): Promise<string> {
  return run(operation, ...parameters).then(
    () => 'done',
    ({ code }: { code: string }) => code,
  );
}

const all = { limit: 100, offset: 0, sort: ['createdAt'] };
const bicycle = (serialNumber: string) => ({
  serialNumber,
  brand: 'x',
  ownerEmail: null,
  openRepairs: 0,
  mechanics: [],
});

/** Every racer wants the same serial numbers, and as many repairs of the one bicycle as it gets. */
async function race(): Promise<void> {
  const { items } = (await run(listBicycles, all)) as unknown as { items: { id: string }[] };
  const target = items[0]?.id;
  const repair = (round: number) => ({ description: `${racer} ${round}`, price: null, urgent: false });
  const outcomes = await Promise.all(
    Array.from({ length: rounds }, async (_, round) => [
      await outcome(createBicycle, bicycle(`shared ${round}`)),
      await outcome(bringIn, target, repair(round)),
    ]),
  );
  console.log(JSON.stringify(outcomes.flat()));
}

async function judge(): Promise<void> {
  await run(createBicycle, bicycle('the one'));
  const racers = Array.from({ length: processes }, async (_, number) => {
    const child = spawn(process.execPath, [import.meta.filename, root, url, String(number)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    await once(child, 'close');
    return JSON.parse(output) as string[];
  });
  const outcomes = (await Promise.all(racers)).flat();
  const count = (code: string) => outcomes.filter((each) => each === code).length;
  assert.equal(count('done'), rounds + 2, 'one bicycle of each number, two repairs');
  assert.equal(count('not_unique'), rounds * (processes - 1));
  assert.equal(count('too_many_repairs'), rounds * processes - 2);
  const { items } = (await run(listBicycles, all)) as unknown as {
    items: readonly { openRepairs: number }[];
  };
  assert.equal(items.length, rounds + 1, 'each serial number exists once');
  assert.equal(items[0]?.openRepairs, 2);
}

await (racer === undefined ? judge() : race());
await database.close();
