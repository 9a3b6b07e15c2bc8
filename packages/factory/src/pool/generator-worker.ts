import { basename, dirname } from 'node:path';
import { assemblePacks, type PackAssembly } from '../pack/assemble-packs.ts';
import { loadPack } from '../pack/load-pack.ts';
import { Services } from '../service/services.ts';
import type { GeneratorJob, GeneratorJobResult } from './generator-job.ts';

/** Runs in a worker thread. A pack is set up once per thread and kept. */
const assemblies = new Map<string, Promise<PackAssembly>>();

export default async function generate({
  entry,
  generator,
  model,
  millwright,
}: GeneratorJob): Promise<GeneratorJobResult> {
  try {
    const present = assemblies.get(entry);
    const assembling = present ?? assemble(entry, millwright);
    if (!present) assemblies.set(entry, assembling);
    const { generators } = await assembling;
    const tree = await generators.run(generator, model);
    return { status: 'generated', files: tree.toJSON() };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'generator_failed';
    return { status: 'failed', code, message: error instanceof Error ? error.message : String(error) };
  }
}

async function assemble(entry: string, millwright: string): Promise<PackAssembly> {
  const folder = dirname(entry);
  const loaded = await loadPack({ name: basename(folder), folder, entry });
  if ('problem' in loaded) throw new Error(loaded.problem.message);
  // Services hold connections and cannot cross into a thread: packs that need some generate where they are set up.
  const assembly = await assemblePacks([loaded.pack], { millwright, services: new Services() });
  const [problem] = assembly.problems;
  if (problem && assembly.packs.length === 0) throw new Error(problem.message);
  return assembly;
}
