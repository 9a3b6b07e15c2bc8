import { bubblewrapTier } from './bubblewrap/bubblewrap-sandbox.ts';
import { containerTier } from './container/container-sandbox.ts';
import { type SandboxLimits, standardLimits } from './isolation/limits.ts';
import type { Sandbox } from './sandbox.ts';
import type { SandboxTier } from './tier.ts';

const mebibyte = 1024 * 1024;

/** Small enough that reaching them costs the machine little. */
export const smallLimits: SandboxLimits = {
  ...standardLimits,
  memoryBytes: 640 * mebibyte,
  processes: 64,
  fileBytes: 8 * mebibyte,
  temporaryBytes: 4 * mebibyte,
};

export type TierHere =
  | { readonly name: string; readonly sandbox: Sandbox }
  | { readonly name: string; readonly missing: string };

/** Every tier that isolates, or what this machine lacks for it. */
export async function isolatingTiers(): Promise<readonly TierHere[]> {
  return Promise.all([bubblewrapTier, containerTier].map(lookFor));
}

async function lookFor(tier: SandboxTier): Promise<TierHere> {
  const tool = await tier.find();
  if ('why' in tool) return { name: tier.name, missing: tool.why };
  const sandbox = tier.create(tool, smallLimits);
  const trial = await sandbox.run({
    command: '/bin/sh',
    args: ['-c', 'echo up'],
    cwd: '/',
    timeoutMs: 20_000,
  });
  if (trial.stdout === 'up\n') return { name: tier.name, sandbox };
  return { name: tier.name, missing: `It is installed but does not work here: ${trial.stderr.trim()}` };
}
