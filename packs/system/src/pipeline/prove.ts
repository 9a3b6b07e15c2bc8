import type { StageContext } from '@millwright/engine';
import {
  type Attempt,
  diffTrees,
  type FileTree,
  type Sandbox,
  sandboxService,
  withNeeds,
} from '@millwright/factory';
import { healSystem, type HealedSystem } from '../healing/heal-system.ts';
import type { HealingSubject } from '../healing/healing-subject.ts';
import { type Proof, type ProveOptions, proveSystem } from '../proof/prove-system.ts';
import { hideSecrets } from '../proof/code/scan-secrets.ts';
import type { BuildServices } from './build-services.ts';
import { logCheck } from './log-check.ts';

type Watched = Pick<StageContext<unknown, unknown, BuildServices>, 'services' | 'signal' | 'log'>;

/** Proves a system in the sandbox of the build, for those who watch. */
export async function prove(
  { services, signal, log }: Watched,
  subject: ProveOptions,
  only?: string,
): Promise<Proof> {
  const sandbox = services.provided.get(sandboxService);
  const all = (await services.packs()).checksOf('system');
  const checks = only === undefined ? all : withNeeds(all, [only]);
  const proof = await proveSystem({ ...subject, checks, sandbox, signal, onEvent: logCheck(log) });
  if (only !== undefined) return proof;
  log('info', isolationNote(sandbox));
  return proof;
}

export interface Healable {
  /** The system as it failed. */
  readonly tree: FileTree;
  readonly proof: Proof;
  /** How a repaired tree is proven. */
  readonly options: Omit<ProveOptions, 'tree' | 'folder'>;
  readonly subject: HealingSubject;
}

/** What became of a system that failed, as its reports tell it. */
export interface Repairs {
  readonly status: 'healed' | 'unhealed';
  /** Those that changed something, without their changes: the events have these. */
  readonly attempts: readonly Pick<
    Attempt,
    'fixer' | 'outcome' | 'files' | 'before' | 'after' | 'why' | 'note'
  >[];
  /** Generated files that somebody edited and that were therefore left alone. */
  readonly leftAlone: readonly string[];
}

/** Lets the fixers of the packs in use repair a system; each attempt is told to those who watch, with its change. */
export async function healed(
  context: Watched,
  { tree, proof, options, subject }: Healable,
): Promise<HealedSystem & { readonly repairs: Repairs }> {
  const { services, signal, log } = context;
  const system = await healSystem({
    tree,
    proof,
    subject,
    fixers: (await services.packs()).fixersOf('system'),
    prove: (changed, only) => prove(context, { ...options, tree: changed }, only),
    signal,
    onAttempt: (attempt) =>
      log(attempt.outcome === 'accepted' ? 'info' : 'debug', told(attempt), {
        attempt: { ...attempt, diff: hideSecrets(attempt.diff) },
      }),
  });
  const attempts = system.attempts
    .filter(({ outcome }) => outcome !== 'nothing')
    .map(({ fixer, outcome, files, before, after, why, note }) => ({
      fixer,
      outcome,
      files,
      before,
      after,
      ...(why !== undefined && { why }),
      ...(note !== undefined && { note }),
    }));
  const leftAlone = diffTrees(subject.generated, system.tree)
    .filter(({ kind, path }) => kind === 'changed' && !subject.mayRestore(path))
    .map(({ path }) => path);
  return { ...system, repairs: { status: system.status, attempts, leftAlone } };
}

function told({ number, fixer, outcome, before, after, why, note }: Attempt): string {
  const effect = outcome === 'accepted' ? `${before} → ${after} failures` : (why ?? 'nothing to change');
  return `healing ${number}: ${fixer} ${outcome}: ${effect}${note === undefined ? '' : ` (${note})`}`;
}

/** Where the generated code ran, in a few words: said aloud when it was kept from nothing of the person's. */
function isolationNote({ name, capabilities }: Sandbox): string {
  return capabilities['files-read']
    ? `in ${name}`
    : 'without isolation from your files and your network; millwright doctor tells what is missing';
}
