import { whenSimulated } from '../../acceptance/simulation/when-simulated.ts';
import { playScenario } from '../../acceptance/simulation/play-scenario.ts';
import { SimulatedSystem } from '../../acceptance/simulation/simulated-system.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { type Mutant, mutantsOf } from './mutants.ts';

export interface MutationReport {
  /** How many mutants at least one scenario could have told apart, and did or did not. */
  readonly tried: number;
  readonly survivors: readonly Mutant[];
}

/**
 * Plays the acceptance scenarios against the system without one of its behaviours at a time, in a simulation of its model. A
 * mutant survives when every scenario that reaches the behaviour is met all the same. What no scenario reaches, or what cannot
 * be simulated, is not tried.
 */
export function survivingMutants(model: SystemModel, signal?: AbortSignal): MutationReport {
  const reached = reachedOperations(model);
  const survivors: Mutant[] = [];
  let tried = 0;
  for (const mutant of mutantsOf(model)) {
    signal?.throwIfAborted();
    const scenarios = reached.filter(({ operations }) =>
      [...mutant.operations].some((name) => operations.has(name)),
    );
    if (scenarios.length === 0) continue;
    tried += 1;
    if (!scenarios.some(({ scenario }) => isTold(mutant.model, scenario))) survivors.push(mutant);
  }
  return { tried, survivors };
}

interface Reach {
  readonly scenario: Scenario;
  readonly operations: ReadonlySet<string>;
}

/** The scenarios that the system itself meets, with the operations they use. */
function reachedOperations(model: SystemModel): readonly Reach[] {
  const reach = (scenario: Scenario): readonly Reach[] => {
    const operations = new Set<string>();
    const mismatch = playScenario(model, scenario, new SimulatedSystem(model), ({ operation }) => {
      if (operation !== undefined) operations.add(operation.name);
    });
    return mismatch === undefined ? [{ scenario, operations }] : [];
  };
  return model.scenarios.flatMap((scenario) => whenSimulated(() => reach(scenario), []));
}

/** Whether the scenario fails on the mutant; where a simulation cannot go on, the mutant behaves differently, too. */
function isTold(mutant: SystemModel, scenario: Scenario): boolean {
  return whenSimulated(() => playScenario(mutant, scenario) !== undefined, true);
}
