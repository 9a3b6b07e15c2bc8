import { definePipeline, type } from '@millwright/engine';
import { z } from 'zod';
import type { Proof } from '../proof/prove-system.ts';
import { readSystem } from '../request/read-system.ts';
import type { BuildServices } from './build-services.ts';
import { proofStage } from './proof-stage.ts';
import { prove } from './prove.ts';
import { renewEvidence } from './renew-evidence.ts';

const pipeline = definePipeline({
  name: 'verify',
  version: '1',
  input: z.object({
    /** Absolute path of a written system. */
    folder: z.string(),
  }),
  services: type<BuildServices>(),
});

const analyse = pipeline.stage('analyse', { run: ({ input }) => readSystem(input.folder) });

const proof = pipeline.stage('prove', {
  needs: { analyse },
  run: async (context): Promise<Proof> => {
    const { folder } = context.input;
    const stage = await proofStage(context.services, context.runId, folder);
    return prove(context, { folder, ...context.needs.analyse, ...stage });
  },
});

const write = pipeline.stage('write', {
  needs: { prove: proof },
  run: async ({ input, needs, signal }) => {
    await renewEvidence(needs.prove.evidence, input.folder, signal);
    return { out: input.folder };
  },
});

/** Proves a system as it stands on disk and renews its evidence. Nothing else in its folder is touched. */
export const verifyPipeline = pipeline.output({ analyse, prove: proof, write });
