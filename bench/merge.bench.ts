/**
 * Merging three versions of a system in which a person edited every file and the generator changes most; and updating a large
 * system after one of its entities got a field, against generating it anew. Without the proof.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileTree, mergeTrees, packFiles, writeTree } from '../packages/factory/src/index.ts';
import { generateComponent } from '../packs/system/src/generation/components/generate-component.ts';
import { assembleSystem, designSystem, scaffoldFiles } from '../packs/system/src/pipeline/system-files.ts';
import { baseFiles, readBase } from '../packs/system/src/pipeline/update/base.ts';
import { planUpdate } from '../packs/system/src/pipeline/update/merge-update.ts';
import { readForUpdate } from '../packs/system/src/pipeline/update/read-for-update.ts';
import { vendorHarness } from '../packs/system/src/proof/vendor-harness.ts';
import { understand } from '../packs/system/src/request/understand.ts';
import { largeBlueprint } from './support/large-blueprint.ts';
import { median, printTable } from './support/table.ts';

const rounds = 3;
const entities = 100;

await vendorHarness();
await benchMerge();
await benchUpdate();

async function generate(blueprint: string): Promise<FileTree> {
  const reading = understand(blueprint);
  const { model } = designSystem(reading);
  const parts = model.components.map((component) => generateComponent(model, component).toJSON());
  return FileTree.from(await assembleSystem([scaffoldFiles(reading, model), ...parts]));
}

async function benchMerge(): Promise<void> {
  const blueprint = largeBlueprint(62);
  const base = await generate(blueprint);
  const generated = await generate(
    blueprint.replaceAll('isUrgent: boolean', 'isPrivate: boolean = false\n      isUrgent: boolean'),
  );
  const theirs = FileTree.from(
    base.files().map((file) => {
      const lines = file.content.split('\n');
      const isCode = /\.(ts|js)$/.test(file.path);
      return {
        ...file,
        content: isCode ? lines.toSpliced(lines.length / 2, 0, '// mine').join('\n') : file.content,
      };
    }),
  );
  const merged = await times(() => mergeTrees(base, theirs, generated));
  const unedited = await times(() => mergeTrees(base, base, generated));
  const packed = packFiles({ tree: base, labels: {} });
  const bytes = base.files().reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  const packing = await times(() => packFiles({ tree: base, labels: {} }));
  printTable(
    `Merging, median of ${rounds} (ms)`,
    ['work', 'files', 'ms', 'goal'],
    [
      ['every code file edited by both', String(base.size), merged.toFixed(0), '≤ 1000'],
      ['no file edited', String(base.size), unedited.toFixed(0), '≤ 1000'],
      [`base packed, ${kib(bytes)} → ${kib(packed.length)}`, String(base.size), packing.toFixed(0), ''],
    ],
  );
}

async function benchUpdate(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'millwright-bench-'));
  try {
    const blueprint = largeBlueprint(entities);
    const changed = blueprint.replace(
      'isUrgent: boolean',
      'isPrivate: boolean = false\n      isUrgent: boolean',
    );
    const base = await generate(blueprint);
    await writeTree(FileTree.from([...base.files(), ...baseFiles(base)]), join(folder, 'system'));
    const anew = await times(() => generate(changed));
    const request = { folder: join(folder, 'system'), request: changed, answers: {}, withoutBase: false };
    let generated = base;
    const parts = { read: [] as number[], generate: [] as number[], merge: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      parts.read.push(await time(() => readForUpdate(request, async (text) => understand(text))));
      parts.generate.push(await time(async () => void (generated = await generate(changed))));
      parts.merge.push(
        await time(async () => {
          const last = await readBase(request.folder);
          const plan = {
            folder: request.folder,
            base: last,
            generated,
            asked: changed,
            isRequirementsTheirs: false,
          };
          await planUpdate(plan);
        }),
      );
    }
    const rows = Object.entries(parts).map(([name, all]) => [`update: ${name}`, median(all).toFixed(0)]);
    printTable(
      `One entity of ${entities} changed, ${base.size} files, median of ${rounds} (ms)`,
      ['work', 'ms'],
      [['generate anew', anew.toFixed(0)], ...rows],
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function times(work: () => unknown): Promise<number> {
  const all: number[] = [];
  for (let round = 0; round < rounds; round++) all.push(await time(work));
  return median(all);
}

async function time(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(0)} KiB`;
}
