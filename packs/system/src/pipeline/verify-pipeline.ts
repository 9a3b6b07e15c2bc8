import { definePipeline, type } from '@millwright/engine';
import { diffTrees, type TreeChange } from '@millwright/factory';
import { z } from 'zod';
import type { Proof } from '../proof/prove-system.ts';
import { readSystem } from '../request/read-system.ts';
import type { BuildServices } from './build-services.ts';
import { proofStage } from './proof-stage.ts';
import { healed, prove, type Repairs } from './prove.ts';
import { readForHealing } from './read-for-healing.ts';
import { renewEvidence } from './renew-evidence.ts';
import { terminal } from './terminal.ts';
import { applyUndoably } from './update/undo.ts';

const pipeline = definePipeline({
  name: 'verify',
  version: '2',
  input: z.object({
    /** Absolute path of a written system. */
    folder: z.string(),
    /** `edits` repairs what is broken in place; `restore` also puts generated files back over a person's edits. */
    heal: z.enum(['nothing', 'edits', 'restore']),
  }),
  services: type<BuildServices>(),
});

const analyse = pipeline.stage('analyse', { run: ({ input }) => readSystem(input.folder) });

const proof = pipeline.stage('prove', {
  needs: { analyse },
  run: async (
    context,
  ): Promise<Proof & { readonly changes?: readonly TreeChange[]; readonly repairs?: Repairs }> => {
    const { folder, heal } = context.input;
    const stage = await proofStage(context.services, context.runId, folder);
    const options = { ...context.needs.analyse, ...stage };
    const first = await prove(context, { folder, ...options });
    if (heal === 'nothing' || first.checks.every(({ status }) => status !== 'failed')) return first;
    const { tree, subject } = await terminal(() => readForHealing(folder, heal === 'restore'));
    const healing = await healed(context, { tree, proof: first, options, subject });
    const { tree: repaired, proof: last, repairs } = healing;
    const changes = diffTrees(tree, repaired);
    return changes.length === 0 ? { ...first, repairs } : { ...last, changes, repairs };
  },
});

const write = pipeline.stage('write', {
  needs: { prove: proof },
  run: async ({ input, needs, signal }) => {
    await applyUndoably(needs.prove.changes ?? [], input.folder, signal);
    await renewEvidence(needs.prove.evidence, input.folder, signal);
    return { out: input.folder, repaired: (needs.prove.changes ?? []).map(({ path }) => path) };
  },
});

/**
 * Proves a system as it stands on disk and renews its evidence. Nothing else in its folder is touched, unless it is to be
 * healed: then what makes it better is written, and can be undone in one step.
 */
export const verifyPipeline = pipeline.output({ analyse, prove: proof, write });
