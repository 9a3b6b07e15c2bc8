import type { GeneratedFile, GeneratorContext, GeneratorRegistry, Wanted } from '@millwright/factory';
import type { Component, SystemModel } from '../model/system.ts';
import type { BuildServices } from './build-services.ts';
import { terminal } from './terminal.ts';

/** Which generator makes a component, and why. JSON throughout. */
export interface ComponentChoice {
  readonly component: Component;
  readonly generator: string;
  readonly score: number;
  /** The next best ones, with the reason why each was passed over. */
  readonly passedOver: readonly { readonly name: string; readonly why: string }[];
}

const toldCandidates = 3;

/** Chooses a generator of the packs in use for each component, as the configuration and the system ask for. */
export async function chooseGenerators(
  model: SystemModel,
  { packs, chosenGenerators }: BuildServices,
): Promise<readonly ComponentChoice[]> {
  const { generators } = await packs();
  return terminal(() => {
    generators.checkChoices(chosenGenerators ?? {});
    return selectGenerators(model, generators, chosenGenerators);
  });
}

/** The files that the chosen generator makes of a component. */
export async function generateChosen(
  model: SystemModel,
  { component, generator }: ComponentChoice,
  { runner }: BuildServices,
  context: GeneratorContext,
): Promise<readonly GeneratedFile[]> {
  const generators = await runner();
  const tree = await terminal(() => generators.run(generator, { model, component }, context));
  return tree.toJSON();
}

/**
 * Chooses a generator for each component by what the component and the storage of the system ask for.
 * @param chosen Names by capability, as a configuration has them: `{ 'component:Store': 'acme/store' }`.
 * @throws NoGeneratorError, UnknownGeneratorError
 */
export function selectGenerators(
  model: SystemModel,
  generators: GeneratorRegistry,
  chosen: Readonly<Record<string, string>> = {},
): readonly ComponentChoice[] {
  return model.components.map((component) => {
    const { generator, score, candidates } = generators.select(wantedFor(component, model, chosen));
    const others = candidates.filter(({ name }) => name !== generator.name).slice(0, toldCandidates);
    return {
      component,
      generator: generator.name,
      score,
      passedOver: others.map(({ name, passedOver = '' }) => ({ name, why: passedOver })),
    };
  });
}

function wantedFor(
  component: Component,
  { storage }: SystemModel,
  chosen: Readonly<Record<string, string>>,
): Wanted {
  const capability = `component:${component.kind}`;
  return {
    required: [capability, 'language:typescript'],
    preferred: [`storage:${storage.kind}`, 'runtime:node'],
    chosen: chosen[capability],
  };
}
