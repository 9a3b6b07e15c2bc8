import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FileTree, formatTree, type GeneratedFile, readTree, writeTree } from '@millwright/factory';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { generateComponent } from '../../generation/components/generate-component.ts';
import { understand } from '../../request/understand.ts';
import { assembleSystem, designSystem, scaffoldFiles } from '../system-files.ts';
import { baseFiles, readBase } from './base.ts';
import { planUpdate } from './merge-update.ts';
import { applyUndoably, undoUpdate } from './undo.ts';

const fields = [
  'drawer: integer 1..40',
  'isLent: boolean = false',
  'note: text?',
  'boughtOn: date',
  'price: money 0..',
];
const model = fc.record({
  tool: fc.subarray(fields),
  loan: fc.option(fc.subarray(fields), { nil: undefined }),
  bench: fc.option(fc.subarray(fields), { nil: undefined }),
  storage: fc.constantFrom('memory', 'sqlite'),
});
type Model = typeof model extends fc.Arbitrary<infer Value> ? Value : never;

function blueprintOf({ tool, loan, bench, storage }: Model): string {
  const entity = (name: string, first: string, more: readonly string[] | undefined) =>
    more === undefined
      ? []
      : [`  ${name}:`, '    fields:', ...[first, ...more].map((field) => `      ${field}`)];
  return [
    'millwright: 1',
    'name: workshop',
    `storage: ${storage}`,
    'entities:',
    ...entity('Tool', 'name: text 1..80', tool),
    ...entity('Loan', 'tool: Tool', loan),
    ...entity('Bench', 'width: integer', bench),
    '',
  ].join('\n');
}

async function generate(blueprint: string): Promise<FileTree> {
  const reading = understand(blueprint);
  const design = designSystem(reading);
  const parts = design.model.components.map((component) =>
    generateComponent(design.model, component).toJSON(),
  );
  return FileTree.from(await assembleSystem([scaffoldFiles(reading, design.model), ...parts]));
}

const waysToEdit = 'insert insert replace replace cut remove rename longLineEnds own binary mode'.split(' ');
const edit = fc.record({
  file: fc.nat(1000),
  at: fc.nat(1000),
  what: fc.constantFrom(...waysToEdit),
});
type Edit = typeof edit extends fc.Arbitrary<infer Value> ? Value : never;

/** What a person does to one file of the system. The blueprint is what the update is about, so it is left out. */
async function perform(folder: string, { file, at, what }: Edit, index: number): Promise<void> {
  const { tree } = await readTree(folder, {
    ignore: ['.millwright', 'vendor', 'blueprint.yaml', 'requirements.yaml'],
  });
  const { path, content } = tree.files()[file % tree.size] as GeneratedFile;
  const place = join(folder, path);
  const lines = content.split(/(?<=\n)/);
  const line = at % (lines.length + 1);
  if (what === 'own') await writeFile(join(folder, `mine-${index}.ts`), `// mine ${index}\n`);
  if (what === 'insert') await writeFile(place, lines.toSpliced(line, 0, `// mine ${index}\n`).join(''));
  if (what === 'replace') await writeFile(place, lines.toSpliced(line, 1, `// mine ${index}\n`).join(''));
  if (what === 'binary') await writeFile(place, Buffer.from([0, 255, index]));
  if (what === 'mode') await chmod(place, 0o755);
  if (what === 'cut') await writeFile(place, lines.toSpliced(line, 3).join(''));
  if (what === 'longLineEnds') await writeFile(place, content.replaceAll(/\r?\n/g, '\r\n'));
  if (what === 'remove') await rm(place);
  if (what === 'rename') {
    const to = join(folder, 'moved', `${index}-${path.split('/').at(-1)}`);
    await mkdir(dirname(to), { recursive: true });
    await rename(place, to);
  }
}

const filesIn = async (folder: string) => (await readTree(folder, { ignore: ['undo'] })).tree.files();
const linesIn = (files: readonly GeneratedFile[]) =>
  new Set(files.flatMap(({ content }) => content.split(/\r?\n/)).map((line) => line.trim()));

/** What a person's files are besides text: the bytes of those that are none, and the right to be run. */
async function besidesText(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const own = entries.filter((entry) => entry.isFile() && !entry.parentPath.includes('.millwright'));
  const told = own.map(async ({ parentPath, name }) => {
    const place = join(parentPath, name);
    const [content, { mode }] = [await readFile(place), await stat(place)];
    const bytes = content.includes(0) ? content.toString('hex') : '';
    return [place.slice(folder.length + 1), `${(mode & 0o111) === 0 ? '' : 'x'}${bytes}`] as const;
  });
  return Object.fromEntries((await Promise.all(told)).filter(([, what]) => what !== ''));
}

async function update(folder: string, generated: FileTree, blueprint: string) {
  const base = await readBase(folder);
  const plan = await planUpdate({ folder, base, generated, asked: blueprint, isRequirementsTheirs: false });
  await applyUndoably(plan.changes, folder);
  return plan;
}

test('whatever a person edits and the model becomes, no line of theirs is lost, and one step leads back', async () => {
  await fc.assert(
    fc.asyncProperty(model, model, fc.array(edit, { maxLength: 12 }), async (was, willBe, edits) => {
      const folder = await mkdtemp(join(tmpdir(), 'millwright-test-'));
      try {
        const [base, generated] = [await generate(blueprintOf(was)), await generate(blueprintOf(willBe))];
        await writeTree(FileTree.from([...base.files(), ...baseFiles(base)]), folder, {
          ifExists: 'overlay',
        });
        for (const [index, one] of edits.entries()) await perform(folder, one, index);
        const before = await filesIn(folder);
        const wasBesides = await besidesText(folder);

        await update(folder, generated, blueprintOf(willBe));
        const after = await filesIn(folder);
        const present = linesIn(after);
        for (const line of linesIn(before)) if (line.startsWith('// mine')) expect(present).toContain(line);
        const isBesides = await besidesText(folder);
        for (const [path, what] of Object.entries(wasBesides))
          if (what !== 'x' || existsSync(join(folder, path))) expect(isBesides[path]).toBe(what);
        const base2 = (await readBase(folder)).files();
        expect(base2).toEqual(generated.files());
        if (edits.length === 0) {
          expect(after).toEqual(FileTree.from([...generated.files(), ...baseFiles(generated)]).files());
        }

        const again = await update(folder, generated, blueprintOf(willBe));
        expect(again.changes).toEqual([]);
        await undoUpdate(folder).catch((error: unknown) => {
          // Nothing had changed, so there is nothing to undo.
          if ((error as { code?: string }).code !== 'nothing_to_undo') throw error;
        });
        expect(await filesIn(folder)).toEqual(before);
        expect(await besidesText(folder)).toEqual(wasBesides);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }),
    {
      numRuns: 8,
      examples: [
        [
          { tool: [], loan: undefined, bench: [], storage: 'memory' },
          { tool: fields, loan: [], bench: undefined, storage: 'sqlite' },
          [],
        ],
      ],
    },
  );
}, 120_000);

test('a form of code that the person chose is kept, and nothing is in conflict for it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'millwright-test-'));
  try {
    const was: Model = { tool: [], loan: [], bench: undefined, storage: 'memory' };
    const base = await generate(blueprintOf(was));
    await writeTree(FileTree.from([...base.files(), ...baseFiles(base)]), folder, { ifExists: 'overlay' });
    const own = (await readFile(join(folder, 'biome.json'), 'utf8')).replace(
      '"indentWidth": 2',
      '"indentWidth": 4',
    );
    const inOwnForm = FileTree.from([
      ...base.files().filter(({ path }) => path !== 'biome.json' && !path.startsWith('vendor/')),
      { path: 'biome.json', content: own },
    ]);
    await writeTree((await formatTree(inOwnForm)).tree, folder, { ifExists: 'overlay' });
    const blueprint = blueprintOf({ ...was, tool: fields });
    const { outcomes } = await update(folder, await generate(blueprint), blueprint);
    expect(outcomes.filter(({ kind }) => kind === 'conflict')).toEqual([]);
    const tool = await readFile(join(folder, 'src/domain/tool.ts'), 'utf8');
    expect(tool).toMatch(/^ {4}readonly isLent: boolean;$/m);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('a file the person formatted with another tool gets the changes', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'millwright-test-'));
  try {
    const was: Model = { tool: [], loan: [], bench: undefined, storage: 'memory' };
    const base = await generate(blueprintOf(was));
    await writeTree(FileTree.from([...base.files(), ...baseFiles(base)]), folder, { ifExists: 'overlay' });
    const place = join(folder, 'src/domain/tool.ts');
    const code = await readFile(place, 'utf8');
    const other = code.replaceAll("'", '"').replaceAll(/;\n/g, '\n').replaceAll('.max(', '\n      .max(');
    await writeFile(place, `${other}\n// mine\n`);
    const blueprint = blueprintOf({ ...was, tool: fields });
    const { outcomes } = await update(folder, await generate(blueprint), blueprint);
    expect(outcomes.find(({ path }) => path === 'src/domain/tool.ts')?.kind).toBe('merged');
    const merged = await readFile(place, 'utf8');
    expect(merged).toMatch(/isLent[^]*\/\/ mine/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
