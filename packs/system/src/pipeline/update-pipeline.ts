import { definePipeline, TerminalError, type } from '@millwright/engine';
import { ChangedMeanwhileError, FileTree } from '@millwright/factory';
import { z } from 'zod';
import type { Proof } from '../proof/prove-system.ts';
import type { BuildServices } from './build-services.ts';
import { proofStage } from './proof-stage.ts';
import { prove } from './prove.ts';
import { readerOf } from './reader-of.ts';
import { chooseGenerators, generateChosen } from './select-generators.ts';
import { renewEvidence } from './renew-evidence.ts';
import { assembleSystem, counted, designSystem, scaffoldFiles } from './system-files.ts';
import { terminal } from './terminal.ts';
import { planUpdate } from './update/merge-update.ts';
import { baseOf, readForUpdate } from './update/read-for-update.ts';
import { applyUndoably } from './update/undo.ts';

const pipeline = definePipeline({
  name: 'update',
  version: '2',
  input: z.object({
    /** Absolute path of a written system. */
    folder: z.string(),
    /** What is asked for now; null when the blueprint in the folder says it. */
    request: z.string().nullable(),
    answers: z.record(z.string(), z.string()),
    withoutBase: z.boolean(),
    /** Works everything out and changes nothing. */
    dryRun: z.boolean(),
  }),
  services: type<BuildServices>(),
});

const analyse = pipeline.stage('analyse', {
  run: async ({ input, services, log }) => {
    const reading = await terminal(() => readForUpdate(input, readerOf(services)));
    log('info', counted(reading.requirements.statements.length, 'statement'));
    return reading;
  },
});

const design = pipeline.stage('design', {
  needs: { analyse },
  run: ({ needs }) => terminal(() => designSystem(needs.analyse)),
});

const scaffold = pipeline.stage('scaffold', {
  needs: { analyse, design },
  run: ({ needs }) => scaffoldFiles(needs.analyse, needs.design.model),
});

const select = pipeline.stage('select', {
  needs: { design },
  run: ({ needs, services }) => chooseGenerators(needs.design.model, services),
});

const components = pipeline.map('components', {
  needs: { design, select },
  over: ({ needs }) => needs.select,
  key: ({ component }) => component.name,
  run: ({ item, needs, services, signal }) => generateChosen(needs.design.model, item, services, { signal }),
});

const assemble = pipeline.stage('assemble', {
  needs: { scaffold, components },
  run: ({ needs, signal }) => assembleSystem([needs.scaffold, ...needs.components], signal),
});

const merge = pipeline.stage('merge', {
  needs: { analyse, assemble },
  run: async ({ input, needs, signal, log }) => {
    const base = await terminal(() => baseOf(input));
    const plan = await planUpdate({
      folder: input.folder,
      base,
      generated: FileTree.from(needs.assemble),
      asked: needs.analyse.asked,
      isRequirementsTheirs: needs.analyse.isRequirementsTheirs,
      signal,
    });
    const conflicts = plan.outcomes.filter(({ kind }) => kind === 'conflict').length;
    const isTold = conflicts === 0 ? '' : `, ${counted(conflicts, 'conflict')}`;
    log('info', `${counted(plan.changes.length, 'file')} to change${isTold}`);
    return plan;
  },
});

const apply = pipeline.stage('apply', {
  needs: { merge },
  when: ({ input }) => !input.dryRun,
  run: async ({ input, needs, signal }) => {
    try {
      await applyUndoably(needs.merge.changes, input.folder, signal);
    } catch (error) {
      // What was worked out does not fit the folder any more, and never will again.
      if (error instanceof ChangedMeanwhileError)
        throw new TerminalError(error.message, { code: error.code });
      throw error;
    }
  },
});

const proof = pipeline.stage('prove', {
  needs: { analyse, design, apply },
  when: ({ input }) => !input.dryRun,
  run: async (context): Promise<Proof> => {
    const { folder } = context.input;
    const { analyse: understood, design: designed } = context.needs;
    return prove(context, {
      folder,
      model: designed.model,
      requirements: understood.requirements,
      unproven: designed.unproven,
      ...(await proofStage(context.services, context.runId, folder)),
    });
  },
});

const write = pipeline.stage('write', {
  needs: { merge, prove: proof },
  run: async ({ input, needs, signal }) => {
    const { outcomes } = needs.merge;
    if (needs.prove === undefined) return { out: input.folder, outcomes };
    await renewEvidence(needs.prove.evidence, input.folder, signal);
    return { out: input.folder, outcomes };
  },
});

/**
 * Generates a written system anew and merges it with what people made of it. The files are written before they are proven: a
 * system that is not proven says so, and the update can be undone in one step.
 */
export const updatePipeline = pipeline.output({ merge, write });
