/**
 * What it costs to run generators in worker processes: start, jobs per second, and the components of a system with 100 entities,
 * made here and in workers. The first round in workers starts them; the second finds them with the pack set up.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GeneratorPool, sandboxService } from '../packages/factory/src/index.ts';
import { lowerBlueprint } from '../packs/system/src/lowering/lower-blueprint.ts';
import { systemPack } from '../packs/system/src/pack/system-pack.ts';
import { kebabCase } from '../packs/system/src/naming/letter-case.ts';
import { generateComponent } from '../packs/system/src/generation/components/generate-component.ts';
import { largeBlueprint } from './support/large-blueprint.ts';
import { loadRemark } from './support/load-remark.ts';
import { median, printTable } from './support/table.ts';

const starts = 5;
const jobs = 2_000;
const entities = 100;
const millwright = '0.1.0';

const folder = mkdtempSync(join(tmpdir(), 'millwright-pool-'));
const smallPack = join(folder, 'pack.mjs');
writeFileSync(
  smallPack,
  `export default {
    name: 'small', version: '1.0.0', description: 'One line.', millwright: '*',
    setup: () => ({ generators: [{
      name: 'small/line', version: '1.0.0', description: 'One line.', capabilities: [],
      accepts: { safeParse: (data) => ({ success: true, data }) },
      generate: ({ text }) => [{ path: 'line.txt', content: text }],
    }] }),
  };`,
);

console.log(loadRemark());
try {
  const firstJobs: number[] = [];
  for (let index = 0; index < starts; index += 1) {
    await using pool = new GeneratorPool({ millwright, count: 1 });
    firstJobs.push(await timed(() => line(pool)));
  }
  await using pool = new GeneratorPool({ millwright, count: 1 });
  await line(pool);
  const ms = await timed(async () => {
    for (let index = 0; index < jobs; index += 1) await line(pool);
  });
  printTable(
    'One worker and a small generator',
    ['', ''],
    [
      ['start, pack and first job (ms)', median(firstJobs).toFixed(0)],
      ['jobs per second, one after the other', ((jobs / ms) * 1_000).toFixed(0)],
      ['memory of the worker (MB)', String(pool.diagnostics().workers[0]?.memoryMb)],
    ],
  );
  await components();
} finally {
  rmSync(folder, { recursive: true });
}

async function components(): Promise<void> {
  const { model: lowered } = lowerBlueprint(largeBlueprint(entities));
  // As the journal hands it out.
  const model = Object.freeze(lowered);
  const rows = [['in this process', '', await here(), await here()]];
  for (const count of [1, 2]) {
    await using pool = new GeneratorPool({ millwright, count, services: [sandboxService.name] });
    const cold = await inPool(pool);
    const warm = await inPool(pool);
    const memory = pool.diagnostics().workers.reduce((sum, worker) => sum + worker.memoryMb, 0);
    rows.push([`in ${count} worker${count === 1 ? '' : 's'}`, String(memory), cold, warm]);
  }
  printTable(
    `All components of ${entities} entities (ms, MB)`,
    ['where', 'memory of the workers', 'first round', 'second round'],
    rows,
  );

  async function here(): Promise<string> {
    return (
      await timed(() => {
        for (const component of model.components) generateComponent(model, component);
      })
    ).toFixed(0);
  }

  async function inPool(pool: GeneratorPool): Promise<string> {
    const entry = join(import.meta.dirname, '../packs/system/src/pack/system-pack.ts');
    const run = (component: (typeof model.components)[number]) =>
      pool.run({
        entry,
        generator: `${systemPack.name}/${kebabCase(component.kind)}`,
        model: { model, component },
      });
    return (await timed(() => Promise.all(model.components.map(run)))).toFixed(0);
  }
}

function line(pool: GeneratorPool): Promise<unknown> {
  return pool.run({ entry: smallPack, generator: 'small/line', model: { text: 'one' } });
}

async function timed(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
