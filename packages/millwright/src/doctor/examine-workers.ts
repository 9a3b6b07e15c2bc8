import { tryWorker } from '@millwright/factory';
import manifest from '../../package.json' with { type: 'json' };
import { readProjectConfig } from '../packs/project-config.ts';
import type { Examination } from './examine.ts';

const name = 'Workers for packs';

/** Starts a worker as the project configures it, and ends it. */
export async function examineWorkers(project: string): Promise<Examination> {
  try {
    const { run, ...limits } = readProjectConfig(project).workers;
    if (run === 'none')
      return {
        name,
        status: 'limited',
        found: 'switched off in package.json',
        cost: 'A generator of a pack that crashes takes Millwright with it.',
      };
    const trial = await tryWorker({ ...limits, millwright: manifest.version });
    const { count, memoryMb, startMs, answerMs } = trial;
    const times = `up in ${Math.ceil(startMs)} ms, answer in ${Math.ceil(answerMs)} ms`;
    return { name, status: 'present', found: `${count} at most with ${memoryMb} MB each, ${times}` };
  } catch (error) {
    return {
      name,
      status: 'limited',
      found: error instanceof Error ? error.message : String(error),
      cost: "Generators of packs that are not Millwright's own cannot run; all else works.",
    };
  }
}
