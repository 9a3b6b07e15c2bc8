import { FileTree, formatTree, type GeneratedFile } from '@millwright/factory';
import { deriveScenarios, type Unproven } from '../acceptance/derive-scenarios.ts';
import { generateSystemRoot } from '../generation/components/generate-system-root.ts';
import { generateScaffold } from '../generation/scaffold/generate-scaffold.ts';
import { generateTests } from '../generation/tests/generate-tests.ts';
import { lowerBlueprint } from '../lowering/lower-blueprint.ts';
import type { SystemModel } from '../model/system.ts';
import { vendorHarness } from '../proof/vendor-harness.ts';
import type { Requirements } from '../requirements/requirements.ts';

/** What is asked for and the blueprint that answers it: all that generating a system depends on. */
export interface Reading {
  readonly requirements: Requirements;
  /** YAML. */
  readonly blueprint: string;
}

export interface Design {
  readonly model: SystemModel;
  /** What no acceptance scenario proves, with the reason. */
  readonly unproven: readonly Unproven[];
}

/**
 * @param open May give the model another form before scenarios are derived from it.
 * @throws BlueprintError
 */
export function designSystem(
  { requirements, blueprint }: Reading,
  open?: (model: SystemModel) => SystemModel,
): Design {
  const { model } = lowerBlueprint(blueprint);
  const { scenarios, unproven } = deriveScenarios(requirements, model, open);
  return { model: { ...model, scenarios }, unproven };
}

/** The files of a system that belong to none of its components, not yet formatted. */
export function scaffoldFiles(
  { requirements, blueprint }: Reading,
  model: SystemModel,
): readonly GeneratedFile[] {
  return generateSystemRoot(model)
    .merge(generateScaffold(model, { requirements, blueprintYaml: blueprint }))
    .merge(generateTests(model))
    .toJSON();
}

/** All files of a system in their final form, with the harness that it runs on. */
export async function assembleSystem(
  parts: readonly (readonly GeneratedFile[])[],
  signal?: AbortSignal,
): Promise<readonly GeneratedFile[]> {
  const { tree } = await formatTree(FileTree.from(parts.flat()), undefined, signal);
  return withHarness(tree, signal);
}

/** With the harness that the files run on. */
export async function withHarness(
  tree: FileTree,
  signal: AbortSignal | undefined,
): Promise<readonly GeneratedFile[]> {
  return tree.merge(await vendorHarness(tree, signal)).toJSON();
}

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
