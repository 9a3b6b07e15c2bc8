import { SandboxUnavailableError, UnknownSandboxError } from '../errors.ts';
import { bubblewrapTier } from './bubblewrap/bubblewrap-sandbox.ts';
import { containerTier } from './container/container-sandbox.ts';
import { standardLimits } from './isolation/limits.ts';
import { probeLimits, probeSandbox } from './probe/probe-sandbox.ts';
import { recallTrials, rememberTrials } from './probe/trial-cache.ts';
import { capabilitiesOf, type Trials } from './probe/trial.ts';
import { processGroupSandbox } from './process-group-sandbox.ts';
import type { Sandbox, SandboxCapability } from './sandbox.ts';
import type { SandboxTier } from './tier.ts';

/** `strict` is the best tier that isolates; the others name one tier. */
export const sandboxChoices = ['bubblewrap', 'container', 'process-group', 'strict'] as const;
export type SandboxChoice = (typeof sandboxChoices)[number];

/**
 * Reads a choice as a person wrote it, such as the value of an environment variable. Nothing written is no choice.
 * @throws UnknownSandboxError when there is no such choice.
 */
export function readSandboxChoice(text: string | undefined): SandboxChoice | undefined {
  if (text === undefined || text === '') return undefined;
  const choice = sandboxChoices.find((one) => one === text);
  if (!choice) throw new UnknownSandboxError(text, sandboxChoices);
  return choice;
}

export interface SelectSandboxOptions {
  /** What a person asked for. Without it the best tier that works is taken. */
  readonly choice?: SandboxChoice | undefined;
  /** Whether generated code may run unisolated where nobody chose and no tier that isolates works. */
  readonly allowWeak: boolean;
  /** Where results of probes are kept. Without it each selection probes anew. */
  readonly cacheFile?: string | undefined;
  /** Best first. */
  readonly tiers?: readonly SandboxTier[];
}

/** What became of one tier. */
export interface ConsideredTier {
  readonly tier: string;
  readonly status: 'chosen' | 'unusable' | 'missing';
  /** What was found, or what is missing and how to get it. */
  readonly why: string;
}

export interface SandboxSelection {
  readonly sandbox: Sandbox;
  /** Set when the sandbox does not isolate: what that means and how to get a better one. To be shown wherever it is used. */
  readonly warning?: string;
  /** What hostile programs reached in the tier chosen; missing when it isolates nothing. */
  readonly trials?: Trials;
  readonly considered: readonly ConsideredTier[];
}

/** What a tier must stand in the way of to count as isolation. */
const essential: readonly SandboxCapability[] = [
  'environment',
  'files-read',
  'files-write',
  'network',
  'signals',
  'escaped-processes',
  'time',
];

const standardTiers: readonly SandboxTier[] = [bubblewrapTier, containerTier];

/**
 * Chooses where generated code runs: the first tier whose tool is here and in which hostile programs, run now or earlier,
 * were kept from everything essential.
 * @throws SandboxUnavailableError when the tier asked for does not work, or none does and a weak one is not allowed.
 */
export async function selectSandbox(options: SelectSandboxOptions): Promise<SandboxSelection> {
  const { choice, allowWeak, cacheFile, tiers = standardTiers } = options;
  const considered: ConsideredTier[] = [];
  const isNamed = choice !== undefined && choice !== 'strict';
  for (const tier of tiers.filter(({ name }) => !isNamed || name === choice)) {
    const outcome = await tryTier(tier, cacheFile);
    considered.push({ tier: tier.name, status: outcome.status, why: outcome.why });
    if (outcome.status === 'chosen') return { ...outcome.isolation, considered };
  }
  if (choice !== 'process-group' && (choice !== undefined || !allowWeak))
    throw new SandboxUnavailableError(
      choice ?? 'strict',
      considered.map(({ why }) => why),
    );
  const warning = warningFor(considered);
  // Reports show the description.
  const description = `${warning} ${processGroupSandbox.description}`;
  return { sandbox: { ...processGroupSandbox, description }, warning, considered };
}

type TierOutcome =
  | { readonly status: 'missing' | 'unusable'; readonly why: string }
  | {
      readonly status: 'chosen';
      readonly why: string;
      readonly isolation: { readonly sandbox: Sandbox; readonly trials: Trials };
    };

async function tryTier(tier: SandboxTier, cacheFile: string | undefined): Promise<TierOutcome> {
  const tool = await tier.find();
  if ('why' in tool) return { status: 'missing', why: tool.why };
  const tried = { tier: tier.name, tool: `${tool.command} ${tool.version}` };
  const known = await recallTrials(cacheFile, tried);
  const trials = known ?? (await probeSandbox(tier.create(tool, probeLimits)));
  const failed = essential.filter((capability) => trials[capability].verdict !== 'blocked');
  if (failed.length > 0) {
    const reasons = failed.map((capability) => `${capability} (${trials[capability].detail})`);
    return { status: 'unusable', why: `${tried.tool} does not isolate here: ${reasons.join('; ')}.` };
  }
  // A failure is not kept: what a person repairs must count at once.
  if (!known) await rememberTrials(cacheFile, tried, trials);
  const sandbox = { ...tier.create(tool, standardLimits), capabilities: capabilitiesOf(trials) };
  return { status: 'chosen', why: `${tier.name} ${tool.version}`, isolation: { sandbox, trials } };
}

function warningFor(considered: readonly ConsideredTier[]): string {
  return [
    'Generated code is not isolated here: it can do on this machine whatever you can.',
    ...considered.map(({ why }) => why),
  ].join(' ');
}
