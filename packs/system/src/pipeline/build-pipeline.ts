import { join } from 'node:path';
import { definePipeline, type } from '@millwright/engine';
import { FileTree, type GeneratedFile, writeTree } from '@millwright/factory';
import { z } from 'zod';
import type { Proof } from '../proof/prove-system.ts';
import type { BuildServices } from './build-services.ts';
import { lookedAt, rememberProven } from './looked-at.ts';
import { healed, prove, type Repairs } from './prove.ts';
import { readerOf } from './reader-of.ts';
import { writeKept } from './renewal/kept-generation.ts';
import { keepPieces } from './renewal/renew-system.ts';
import { chooseGenerators, generateChosen } from './select-generators.ts';
import { assembleSystem, counted, designSystem, scaffoldFiles } from './system-files.ts';
import { terminal } from './terminal.ts';
import { baseFiles } from './update/base.ts';

const pipeline = definePipeline({
  name: 'system',
  version: '5',
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
  run: async ({ input, services, log }) => {
    const understanding = await terminal(() => readerOf(services)(input.request, input.answers));
    log('info', counted(understanding.requirements.statements.length, 'statement'));
    return understanding;
  },
});

const design = pipeline.stage('design', {
  needs: { analyse },
  run: async ({ needs, log }) => {
    const { model, unproven } = await terminal(() => designSystem(needs.analyse));
    const { components, scenarios } = model;
    log('info', `${counted(components.length, 'component')}, ${counted(scenarios.length, 'scenario')}`);
    return { model, unproven };
  },
});

const look = pipeline.stage('look', {
  needs: { analyse },
  run: async ({ input, needs, services, log }) => {
    const found = await lookedAt(needs.analyse, { provided: services.provided, out: input.out });
    log('info', counted(found.suggestions.length + found.similar.length, 'suggestion'));
    return found;
  },
});

const scaffold = pipeline.stage('scaffold', {
  needs: { analyse, design },
  run: ({ needs }) => terminal(() => scaffoldFiles(needs.analyse, needs.design.model)),
});

const select = pipeline.stage('select', {
  needs: { design },
  run: async ({ needs, services, log }) => {
    const choices = await chooseGenerators(needs.design.model, services);
    log('info', counted(new Set(choices.map(({ generator }) => generator)).size, 'generator'));
    return choices;
  },
});

const components = pipeline.map('components', {
  needs: { design, select },
  over: ({ needs }) => needs.select,
  key: ({ component }) => component.name,
  run: ({ item, needs, services, signal, log }) => {
    const report = (message: string) => log('info', message);
    return generateChosen(needs.design.model, item, services, { signal, report });
  },
});

const assemble = pipeline.stage('assemble', {
  needs: { scaffold, components },
  run: async ({ needs, signal, log }) => {
    const files = await assembleSystem([needs.scaffold, ...needs.components], signal);
    log('info', counted(files.length, 'file'));
    return files;
  },
});

const proof = pipeline.stage('prove', {
  needs: { analyse, design, look, assemble },
  run: async (
    context,
  ): Promise<Proof & { readonly repaired?: readonly GeneratedFile[]; readonly repairs?: Repairs }> => {
    const { analyse: understood, design: designed, assemble: files } = context.needs;
    const options = {
      model: designed.model,
      requirements: understood.requirements,
      unproven: designed.unproven,
      suggestions: context.needs.look.suggestions,
      stageFolder: join(context.services.stateFolder, 'stage', context.runId),
    };
    const tree = FileTree.from(files);
    const first = await prove(context, { ...options, tree });
    if (first.checks.every(({ status }) => status !== 'failed')) return first;
    const subject = { generated: tree, mayRestore: () => true };
    const healing = await healed(context, { tree, proof: first, options, subject });
    const { status, tree: repaired, proof: last, repairs } = healing;
    return status === 'healed' ? { ...last, repaired: repaired.toJSON(), repairs } : { ...first, repairs };
  },
});

const write = pipeline.stage('write', {
  needs: { analyse, assemble, prove: proof },
  run: async ({ input, needs, services, signal }) => {
    const files = needs.prove.repaired ?? needs.assemble;
    const system = FileTree.from(files);
    const tree = FileTree.from([...files, ...baseFiles(system), ...needs.prove.evidence]);
    await writeTree(tree, input.out, { signal });
    if (needs.prove.outcome !== 'failed') {
      const { document } = needs.analyse;
      rememberProven(services.provided, { folder: input.out, document, builtAt: new Date() });
    }
    return { out: input.out, files: tree.size };
  },
});

/** After the system is written: it is whole without. */
const keep = pipeline.stage('keep', {
  needs: { analyse, assemble, write },
  run: async ({ input, needs, services, signal }) => {
    await writeKept(input.out, await keepPieces(needs.analyse, services, needs.assemble, signal));
  },
});

/** From a request to a written system with its evidence. A system that is not proven is written as well, and says so. */
export const buildPipeline = pipeline.output({ analyse, design, look, prove: proof, write, keep });
