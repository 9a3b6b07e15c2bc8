import { FileTree, type GeneratedFile } from '@millwright/factory';
import { generateComponent } from '../../generation/components/generate-component.ts';
import { componentGenerators } from '../../pack/component-generators.ts';
import { Pieces } from '../../tracking/pieces.ts';
import type { BuildServices } from '../build-services.ts';
import { chooseGenerators, generateChosen } from '../select-generators.ts';
import { terminal } from '../terminal.ts';
import { type Design, designSystem, type Reading, scaffoldFiles, withHarness } from '../system-files.ts';
import { digestsOf, formatChanged } from './format-changed.ts';
import type { KeptGeneration } from './kept-generation.ts';

export interface LastGeneration {
  readonly kept: KeptGeneration;
  /** The files in their final form; empty when they are not known. */
  readonly tree: FileTree;
}

export interface RenewedSystem {
  readonly files: readonly GeneratedFile[];
  /** Of all pieces, how many had to be made. */
  readonly made: number;
  readonly taken: number;
  /** For the next generation. */
  readonly kept: KeptGeneration;
}

/** The scenarios of a system, those that nothing has changed about as they were. */
export function redesignSystem(
  reading: Reading,
  kept: Pick<KeptGeneration, 'design'>,
): { readonly design: Design; readonly pieces: Pieces } {
  let pieces: Pieces | undefined;
  const design = designSystem(reading, (model) => {
    pieces = new Pieces(model, kept.design);
    return pieces.model;
  });
  return { design, pieces: pieces ?? new Pieces(design.model) };
}

interface RenewedPieces {
  /** Not yet formatted. */
  readonly parts: readonly (readonly GeneratedFile[])[];
  readonly scenarios: Pieces;
  readonly files: Pieces;
}

/** What generators make of a system, with the pieces from earlier that nothing has changed about. */
export async function renewPieces(
  reading: Reading,
  services: BuildServices,
  kept: Pick<KeptGeneration, 'design' | 'files'>,
  signal: AbortSignal,
  generators: 'all' | 'own' = 'all',
): Promise<RenewedPieces> {
  const { design, pieces: scenarios } = redesignSystem(reading, kept);
  const files = new Pieces(design.model, kept.files);
  const { model } = files;
  const parts = [scaffoldFiles(reading, model)];
  const choices = await chooseGenerators(design.model, services);
  for (const [index, choice] of choices.entries()) {
    const component = model.components[index] ?? choice.component;
    const isOwn = componentGenerators.some(({ name }) => name === choice.generator);
    // Only here can be noted what is looked at; those of other packs may run anywhere.
    if (isOwn) parts.push(generateComponent(model, component).toJSON());
    else if (generators === 'all')
      parts.push(await generateChosen(design.model, choice, services, { signal }));
  }
  return { parts, scenarios, files };
}

/** Leaves to the first update of a new system what the later ones have from each other. */
export async function keepPieces(
  reading: Reading,
  services: BuildServices,
  files: readonly GeneratedFile[],
  signal: AbortSignal,
): Promise<KeptGeneration> {
  const own = await renewPieces(reading, services, {}, signal, 'own');
  const formatted = digestsOf(FileTree.from(own.parts.flat()), FileTree.from(files));
  return { design: own.scenarios.kept, files: own.files.kept, formatted };
}

/** All files of a system, byte for byte those that generating it anew gives; what nothing has changed about is taken from the last time. */
export async function renewSystem(
  reading: Reading,
  services: BuildServices,
  { kept, tree }: LastGeneration,
  signal: AbortSignal,
): Promise<RenewedSystem> {
  const { parts, scenarios, files } = await terminal(() => renewPieces(reading, services, kept, signal));
  const last = { tree, formatted: kept.formatted };
  const formatted = await formatChanged(FileTree.from(parts.flat()), last, signal);
  return {
    files: await withHarness(formatted.tree, signal),
    made: scenarios.made + files.made,
    taken: scenarios.taken + files.taken,
    kept: { design: scenarios.kept, files: files.kept, formatted: formatted.formatted },
  };
}
