import type { StageContext } from '@millwright/engine';
import type { Sandbox } from '@millwright/factory';
import { type Proof, type ProveOptions, proveSystem } from '../proof/prove-system.ts';
import type { BuildServices } from './build-services.ts';
import { logCheck } from './log-check.ts';

type Watched = Pick<StageContext<unknown, unknown, BuildServices>, 'services' | 'signal' | 'log'>;

/** Proves a system in the sandbox of the build, for those who watch. */
export async function prove({ services, signal, log }: Watched, subject: ProveOptions): Promise<Proof> {
  const { sandbox } = services;
  const checks = (await services.packs()).checksOf('system');
  const proof = await proveSystem({ ...subject, checks, sandbox, signal, onEvent: logCheck(log) });
  log('info', isolationNote(sandbox));
  return proof;
}

/** Where the generated code ran, in a few words: said aloud when it was kept from nothing of the person's. */
function isolationNote({ name, capabilities }: Sandbox): string {
  return capabilities['files-read']
    ? `in ${name}`
    : 'without isolation from your files and your network; millwright doctor tells what is missing';
}
