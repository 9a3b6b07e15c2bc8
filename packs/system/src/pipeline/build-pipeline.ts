import { join } from 'node:path';
import { definePipeline, TerminalError, type } from '@millwright/engine';
import { FileTree, formatTree, type GeneratedFile, writeTree } from '@millwright/factory';
import { z } from 'zod';
import { deriveScenarios } from '../acceptance/derive-scenarios.ts';
import { readBlueprint } from '../blueprint/read-blueprint.ts';
import { generateComponent } from '../generation/components/generate-component.ts';
import { generateSystemRoot } from '../generation/components/generate-system-root.ts';
import { generateScaffold } from '../generation/scaffold/generate-scaffold.ts';
import { generateTests } from '../generation/tests/generate-tests.ts';
import { lower } from '../lowering/lower.ts';
import { type Proof, proveSystem } from '../proof/prove-system.ts';
import { vendorHarness } from '../proof/vendor-harness.ts';
import { understand } from '../request/understand.ts';
import type { BuildServices } from './build-services.ts';
import { logCheck } from './log-check.ts';

const pipeline = definePipeline({
  name: 'system',
  version: '1',
  input: z.object({
    /** The request as the person gave it. */
    request: z.string(),
    /** What the person answered to the questions of the reading, by the question's id. */
    answers: z.record(z.string(), z.string()),
    /** Absolute path of the folder to write to. */
    out: z.string(),
  }),
  services: type<BuildServices>(),
});

const analyse = pipeline.stage('analyse', {
  run: ({ input, log }) => {
    const understanding = terminal(() => understand(input.request, input.answers));
    log('info', summary(understanding.requirements.statements.length, 'statement'));
    return understanding;
  },
});

const design = pipeline.stage('design', {
  needs: { analyse },
  run: ({ needs, log }) => {
    const model = terminal(() => lower(readBlueprint(needs.analyse.blueprint)));
    const { scenarios, unproven } = deriveScenarios(needs.analyse.requirements, model);
    log('info', `${summary(model.components.length, 'component')}, ${summary(scenarios.length, 'scenario')}`);
    return { model: { ...model, scenarios }, unproven };
  },
});

const scaffold = pipeline.stage('scaffold', {
  needs: { analyse, design },
  run: ({ needs }) => {
    const { requirements, blueprint } = needs.analyse;
    const { model } = needs.design;
    return generateSystemRoot(model)
      .merge(generateScaffold(model, { requirements, blueprintYaml: blueprint }))
      .merge(generateTests(model))
      .toJSON();
  },
});

const components = pipeline.map('components', {
  needs: { design },
  over: ({ needs }) => needs.design.model.components,
  key: (component) => component.name,
  run: ({ item, needs }) => generateComponent(needs.design.model, item).toJSON(),
});

const assemble = pipeline.stage('assemble', {
  needs: { scaffold, components },
  run: async ({ needs, signal, log }): Promise<readonly GeneratedFile[]> => {
    const tree = FileTree.from([needs.scaffold, ...needs.components].flat());
    const formatted = await formatTree(tree, undefined, signal);
    const files = formatted.tree.merge(await vendorHarness(signal)).toJSON();
    log('info', summary(files.length, 'file'));
    return files;
  },
});

const prove = pipeline.stage('prove', {
  needs: { analyse, design, assemble },
  run: ({ needs, services, signal, runId, log }): Promise<Proof> =>
    proveSystem({
      tree: FileTree.from(needs.assemble),
      model: needs.design.model,
      requirements: needs.analyse.requirements,
      unproven: needs.design.unproven,
      sandbox: services.sandbox,
      stageFolder: join(services.stateFolder, 'stage', runId),
      signal,
      onEvent: logCheck(log),
    }),
});

const write = pipeline.stage('write', {
  needs: { assemble, prove },
  run: async ({ input, needs, signal }) => {
    const tree = FileTree.from([...needs.assemble, ...needs.prove.evidence]);
    await writeTree(tree, input.out, { signal });
    return { out: input.out, files: tree.size };
  },
});

/** From a request to a written system with its evidence. A system that is not proven is written as well, and says so. */
export const buildPipeline = pipeline.output({ analyse, design, prove, write });

const summary = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** What is wrong with a request or a blueprint stays wrong: trying again is no use. */
function terminal<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
      throw new TerminalError(error.message, { code: error.code, cause: error });
    }
    throw error;
  }
}
