import { readSandboxChoice, type Sandbox, selectSandbox, type Trials } from '@millwright/factory';
import type { Examination } from './examine.ts';

const name = 'Isolation of generated code';

/** Lets hostile programs loose in the sandbox that builds would use, on targets put up for them, and tells what they reached. */
export async function examineIsolation(environment: NodeJS.ProcessEnv): Promise<Examination> {
  try {
    const choice = readSandboxChoice(environment['MILLWRIGHT_SANDBOX']);
    const { sandbox, warning, trials, considered } = await selectSandbox({ choice, allowWeak: true });
    const version = considered.find(({ status }) => status === 'chosen')?.why ?? sandbox.name;
    const open = openCapabilities(sandbox);
    const tried = trials ? { trials } : {};
    if (warning === undefined && open.length === 0)
      return {
        name,
        status: 'present',
        found: `${version}, which blocks ${blockedCapabilities(sandbox)}`,
        ...tried,
      };
    const notBlocked = `Not blocked: ${open.map((capability) => describe(capability, trials)).join(', ')}.`;
    const cost = warning === undefined ? notBlocked : `${warning} ${notBlocked}`;
    return { name, status: 'limited', found: version, cost, ...tried };
  } catch (error) {
    const cost = error instanceof Error ? error.message : String(error);
    return {
      name,
      status: 'missing',
      found: 'not what MILLWRIGHT_SANDBOX asks for',
      cost: `No build can be proven. ${cost}`,
    };
  }
}

type Capability = keyof Trials;

function entries(sandbox: Sandbox): readonly (readonly [Capability, boolean])[] {
  return Object.entries(sandbox.capabilities) as [Capability, boolean][];
}

function openCapabilities(sandbox: Sandbox): readonly Capability[] {
  return entries(sandbox).flatMap(([capability, isBlocked]) => (isBlocked ? [] : capability));
}

function blockedCapabilities(sandbox: Sandbox): string {
  const names = entries(sandbox).flatMap(([capability, isBlocked]) => (isBlocked ? capability : []));
  return names.join(', ');
}

function describe(capability: Capability, trials: Trials | undefined): string {
  const trial = trials?.[capability];
  if (!trial || trial.detail === '') return capability;
  return `${capability} (${trial.verdict === 'not-tried' ? 'not tried: ' : ''}${trial.detail})`;
}
