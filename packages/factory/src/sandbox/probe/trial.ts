import { z } from 'zod';
import { sandboxCapabilities, type SandboxCapability } from '../sandbox.ts';

/** What became of a hostile program that tried one thing. */
export const trialSchema = z.object({
  verdict: z.enum(['blocked', 'open', 'not-tried']),
  /** What it reached, or why it was not tried; empty where all was blocked. */
  detail: z.string(),
});
export type Trial = z.infer<typeof trialSchema>;

export const trialsSchema = z.record(z.enum(sandboxCapabilities), trialSchema);
export type Trials = Readonly<Record<SandboxCapability, Trial>>;

/** Only what was tried and found blocked counts as blocked. */
export function capabilitiesOf(trials: Trials): Readonly<Record<SandboxCapability, boolean>> {
  return Object.fromEntries(
    sandboxCapabilities.map((capability) => [capability, trials[capability].verdict === 'blocked']),
  ) as Record<SandboxCapability, boolean>;
}
