import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileTree, type GeneratedFile, GeneratorRegistry, type PackAssembly } from '@millwright/factory';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generateComponent } from '../../generation/components/generate-component.ts';
import { componentGenerators } from '../../pack/component-generators.ts';
import { understand } from '../../request/understand.ts';
import type { BuildServices } from '../build-services.ts';
import { assembleSystem, designSystem, scaffoldFiles } from '../system-files.ts';
import { changed, examples, step } from './changed-blueprints.testkit.ts';
import { type KeptGeneration, nothingKept, readKept, writeKept } from './kept-generation.ts';
import { renewPieces, renewSystem } from './renew-system.ts';

const generators = new GeneratorRegistry();
for (const generator of componentGenerators) generators.register(generator);
const services = {
  packs: () => Promise.resolve({ generators } as unknown as PackAssembly),
} as unknown as BuildServices;
const { signal } = new AbortController();

function generateAnew(yaml: string): readonly (readonly GeneratedFile[])[] {
  const reading = understand(yaml);
  const { model } = designSystem(reading);
  const components = model.components.map((component) => generateComponent(model, component).toJSON());
  return [scaffoldFiles(reading, model), ...components];
}

const textOf = (parts: readonly (readonly GeneratedFile[])[]) =>
  FileTree.from(parts.flat())
    .files()
    .map(({ path, content }) => `${path}\n${content}`);

/** As it comes back from the disk. */
const stored = <Pieces extends { readonly pieces: ReadonlyMap<string, unknown> }>(kept: Pieces): Pieces => ({
  ...kept,
  pieces: new Map(JSON.parse(JSON.stringify([...kept.pieces]))),
});

test('whatever changes in a blueprint, a renewed system is what generating it anew gives', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(examples.length - 1),
      fc.array(step, { minLength: 1, maxLength: 4 }),
      async (first, steps) => {
        let yaml = examples[first] ?? '';
        let kept: Pick<KeptGeneration, 'design' | 'files'> = {};
        for (const next of [undefined, ...steps]) {
          if (next) yaml = changed(yaml, next);
          const { parts, scenarios, files } = await renewPieces(understand(yaml), services, kept, signal);
          expect(textOf(parts)).toEqual(textOf(generateAnew(yaml)));
          kept = { design: stored(scenarios.kept), files: stored(files.kept) };
        }
      },
    ),
    { numRuns: 15 },
  );
}, 240_000);

const rooms = (fields: string) => `millwright: 1
name: rooms
storage: sqlite
entities:
  Room:
    fields:
      name: text 1..40 unique
  Lamp:
    fields:
      ${fields}
`;

test('only what a change touches is made; what was kept serves nobody when it is not whole', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'millwright-test-'));
  const renew = async (yaml: string, tree: FileTree) =>
    renewSystem(understand(yaml), services, { kept: await readKept(folder), tree }, signal);
  const place = join(folder, '.millwright/pieces');
  try {
    const before = await renew(rooms('watts: integer 1..100'), new FileTree());
    expect(before.taken).toBe(0);
    await writeKept(folder, before.kept);
    const tree = FileTree.from(before.files);
    const yaml = rooms('watts: integer 1..100\n      isLit: boolean = false');
    const anew = await assembleSystem(generateAnew(yaml));

    const renewed = await renew(yaml, tree);
    expect(renewed.files).toEqual(anew);
    expect(renewed.made).toBeLessThan(renewed.taken);

    const edited = tree.files().map((file) => ({ ...file, content: `${file.content}\n` }));
    expect((await renew(yaml, FileTree.from(edited))).files).toEqual(anew);

    const whole = await readFile(place);
    for (const damaged of [whole.subarray(0, -40), Buffer.from('{}'), Buffer.from('')]) {
      await writeFile(place, damaged);
      expect(await readKept(folder)).toEqual(nothingKept);
    }
    expect(await renew(yaml, tree)).toMatchObject({ files: anew, taken: 0 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
