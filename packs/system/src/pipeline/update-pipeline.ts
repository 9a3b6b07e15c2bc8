import { definePipeline, TerminalError, type } from '@millwright/engine';
import { ChangedMeanwhileError, FileTree } from '@millwright/factory';
import { z } from 'zod';
import type { Proof } from '../proof/prove-system.ts';
import type { BuildServices } from './build-services.ts';
import { proofStage } from './proof-stage.ts';
import { prove } from './prove.ts';
import { readerOf } from './reader-of.ts';
import { renewEvidence } from './renew-evidence.ts';
import { readKept, writeKept } from './renewal/kept-generation.ts';
import { redesignSystem, renewSystem } from './renewal/renew-system.ts';
import { counted } from './system-files.ts';
import { terminal } from './terminal.ts';
import { planUpdate } from './update/merge-update.ts';
import { baseOf, readForUpdate } from './update/read-for-update.ts';
import { applyUndoably } from './update/undo.ts';

const pipeline = definePipeline({
  name: 'update',
  version: '3',
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

const merge = pipeline.stage('merge', {
  needs: { analyse },
  run: async ({ input, needs, services, signal, log }) => {
    const { folder } = input;
    const base = await terminal(() => baseOf(input));
    const last = { kept: await readKept(folder), tree: base ?? new FileTree() };
    const renewed = await renewSystem(needs.analyse, services, last, signal);
    log('info', `${counted(renewed.made, 'piece')} made anew, ${renewed.taken} as before`);
    const plan = await planUpdate({
      folder,
      base,
      generated: FileTree.from(renewed.files),
      asked: needs.analyse.asked,
      isRequirementsTheirs: needs.analyse.isRequirementsTheirs,
      signal,
    });
    if (!input.dryRun) await writeKept(folder, renewed.kept);
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
  needs: { analyse, apply },
  when: ({ input }) => !input.dryRun,
  run: async (context): Promise<Proof> => {
    const { folder } = context.input;
    const { analyse: reading } = context.needs;
    const { design: designed } = redesignSystem(reading, await readKept(folder));
    return prove(context, {
      folder,
      model: designed.model,
      requirements: reading.requirements,
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
