import { realpath } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { BuildServices } from './build-services.ts';

/**
 * Where a written system is copied to for its proof: below the state folder, or among the machine's temporary folders when the
 * state lies inside the system, which cannot hold a copy of itself.
 */
export async function proofStage(
  { stateFolder }: BuildServices,
  runId: string,
  folder: string,
): Promise<{ readonly stageFolder?: string }> {
  const [system, state] = await Promise.all([realpath(folder), realpath(stateFolder)]);
  const isInside = !relative(system, state).startsWith('..');
  return isInside ? {} : { stageFolder: join(stateFolder, 'stage', runId) };
}
