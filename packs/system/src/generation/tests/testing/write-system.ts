import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTree } from '@millwright/factory';
import { deriveScenarios } from '../../../acceptance/derive-scenarios.ts';
import { requirementsFor, targetsOf } from '../../../acceptance/testing/requirements-for.ts';
import { readBlueprint } from '../../../blueprint/read-blueprint.ts';
import { lower } from '../../../lowering/lower.ts';
import { vendorHarness } from '../../../proof/vendor-harness.ts';
import { generateComponent } from '../../components/generate-component.ts';
import { generateSystemRoot } from '../../components/generate-system-root.ts';
import { generateScaffold } from '../../scaffold/generate-scaffold.ts';
import { generateTests } from '../generate-tests.ts';

/** A whole generated system in a folder of its own, outside the repository; the folder goes when the value is disposed. */
export async function writeSystem(
  blueprintYaml: string,
): Promise<AsyncDisposable & { readonly folder: string }> {
  const model = lower(readBlueprint(blueprintYaml));
  const requirements = requirementsFor(targetsOf(model));
  const { scenarios } = deriveScenarios(requirements, model);
  const complete = { ...model, scenarios };
  const tree = generateTests(complete)
    .merge(generateScaffold(complete, { requirements, blueprintYaml }))
    .merge(generateSystemRoot(complete))
    .merge(await vendorHarness());
  for (const component of complete.components) tree.merge(generateComponent(complete, component));
  const folder = await mkdtemp(join(tmpdir(), 'generated-system-'));
  await writeTree(tree, folder);
  return {
    folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
