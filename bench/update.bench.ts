/**
 * An update after one field was added to one of a hundred entities, beside generating the same system anew: the stages in this process, and
 * the whole command in a process of its own, with the pieces that the last generation left and without them. Whole commands only work the
 * update out (`--dry-run`): a proof would take as long in both cases.
 */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { FileTree, GeneratorRegistry, writeTree } from '../packages/factory/src/index.ts';
import { componentGenerators } from '../packs/system/src/pack/component-generators.ts';
import type { BuildServices } from '../packs/system/src/pipeline/build-services.ts';
import {
  type KeptGeneration,
  nothingKept,
  readKept,
  writeKept,
} from '../packs/system/src/pipeline/renewal/kept-generation.ts';
import { renewSystem } from '../packs/system/src/pipeline/renewal/renew-system.ts';
import { baseFiles } from '../packs/system/src/pipeline/update/base.ts';
import { understandBlueprint } from '../packs/system/src/request/understand-blueprint.ts';
import { largeBlueprint } from './support/large-blueprint.ts';
import { loadRemark } from './support/load-remark.ts';
import { median, printTable } from './support/table.ts';

const root = join(import.meta.dirname, '..');
const compileCache = join(root, 'node_modules/.cache/compile');
const entities = 100;
const rounds = 5;

const generators = new GeneratorRegistry();
for (const generator of componentGenerators) generators.register(generator);
const services = { packs: () => Promise.resolve({ generators }) } as unknown as BuildServices;
const { signal } = new AbortController();

const before = largeBlueprint(entities);
/** One more field in an entity in the middle, which two others are linked with. */
const after = before.replace(
  /( {2}LatheCheck:\n {4}fields:\n(?: {6}.*\n)*? {6}title: .*\n)/,
  '$1      remark: text?\n',
);

console.log(loadRemark());
const folder = mkdtempSync(join(tmpdir(), 'millwright-bench-'));
try {
  const system = join(folder, 'system');
  const first = await renew(before, nothingKept, new FileTree());
  const base = FileTree.from(first.files);
  await writeTree(FileTree.from([...first.files, ...baseFiles(base)]), system);
  await writeKept(system, first.kept);
  writeFileSync(join(system, 'blueprint.yaml'), after);

  const rows: (readonly string[])[] = [];
  const stages = await sideBySide({
    anew: () => timed(() => renew(after, nothingKept, new FileTree())),
    renewed: () => timed(async () => renew(after, await readKept(system), base)),
  });
  rows.push(row('all files generated and formatted (in this process)', stages));

  const pieces = join(system, '.millwright/pieces');
  const aside = join(folder, 'pieces');
  const anew = async () => {
    renameSync(pieces, aside);
    const measured = await command(system);
    renameSync(aside, pieces);
    return measured;
  };
  await command(system);
  const commands = await sideBySide({ anew, renewed: () => command(system) });
  rows.push(row('whole command, process start included', commands));
  printTable(
    `Update of ${entities} entities after a change of one: median of ${rounds}, alternating (ms)`,
    ['what', 'anew', 'update', 'times faster', 'anew, CPU', 'update, CPU', 'times', 'goal'],
    rows,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

interface Measured {
  readonly ms: number;
  readonly cpuMs?: number;
}

interface SideBySide {
  readonly anew: readonly Measured[];
  readonly renewed: readonly Measured[];
}

async function sideBySide(ways: {
  readonly anew: () => Promise<Measured>;
  readonly renewed: () => Promise<Measured>;
}): Promise<SideBySide> {
  const [anew, renewed]: [Measured[], Measured[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    anew.push(await ways.anew());
    renewed.push(await ways.renewed());
  }
  return { anew, renewed };
}

function renew(yaml: string, kept: KeptGeneration, tree: FileTree) {
  return renewSystem(understandBlueprint(yaml), services, { kept, tree }, signal);
}

async function timed(work: () => Promise<unknown>): Promise<Measured> {
  const [started, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - started, cpuMs: (user + system) / 1000 };
}

/** Works the update out in a process of its own. */
async function command(system: string): Promise<Measured> {
  const started = performance.now();
  const entry = join(root, 'packages/millwright/src/main.ts');
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=4', entry, 'update', system, '--dry-run', '--json'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, MILLWRIGHT_HOME: join(folder, 'state'), NODE_COMPILE_CACHE: compileCache },
    },
  );
  const output = await text(child.stdout);
  const ms = performance.now() - started;
  const { runId, changes } = JSON.parse(output) as { runId: string; changes: readonly unknown[] };
  if (changes.length === 0) throw new Error(`Run ${runId} found nothing to update.`);
  return { ms };
}

function row(what: string, { anew, renewed }: SideBySide): readonly string[] {
  const of = (all: readonly Measured[], part: keyof Measured) =>
    median(all.map((one) => one[part] ?? Number.NaN));
  const shown = (figure: number, digits = 0) => (Number.isNaN(figure) ? '' : figure.toFixed(digits));
  const parts = (['ms', 'cpuMs'] as const).flatMap((part) => {
    const [slow, fast] = [of(anew, part), of(renewed, part)];
    return [shown(slow), shown(fast), shown(slow / fast, 1)];
  });
  return [what, ...parts, '≥ 10'];
}
