import { nothingTried, type Sandbox } from './sandbox.ts';
import { selectSandbox, type SandboxSelection, type SelectSandboxOptions } from './select-sandbox.ts';

/** A sandbox that is chosen when something runs in it for the first time: whoever runs nothing waits for no probe. */
export interface SandboxOnFirstUse extends Sandbox {
  /** Chooses now, or tells what was chosen. @throws SandboxUnavailableError as `selectSandbox` does. */
  selection(): Promise<SandboxSelection>;
}

/** Before its first use its name is `undecided` and it claims to block nothing; from then on it is the one chosen. */
export function selectOnFirstUse(options: SelectSandboxOptions): SandboxOnFirstUse {
  let chosen: SandboxSelection | undefined;
  let choosing: Promise<SandboxSelection> | undefined;
  const selection = async () => {
    choosing ??= selectSandbox(options);
    try {
      chosen = await choosing;
      return chosen;
    } catch (error) {
      // Whoever installs what was missing need not start anew.
      choosing = undefined;
      throw error;
    }
  };
  return {
    get name() {
      return chosen?.sandbox.name ?? 'undecided';
    },
    get description() {
      return chosen?.sandbox.description ?? 'Nothing has run yet.';
    },
    get capabilities() {
      return chosen?.sandbox.capabilities ?? nothingTried;
    },
    selection,
    run: async (spec) => (await selection()).sandbox.run(spec),
    start: async (spec) => (await selection()).sandbox.start(spec),
  };
}
