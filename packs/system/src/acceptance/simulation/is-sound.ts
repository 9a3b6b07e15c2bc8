import type { Scenario } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { NotSimulated } from './evaluate.ts';
import { Undecided } from './unknown-value.ts';
import { playScenario } from './play-scenario.ts';

/**
 * False when the very system the model describes would not meet the scenario: a field with a single value, say, of which
 * two records should exist. What cannot be simulated counts as sound, unless it depends on a function written by hand.
 */
export function isSound(model: SystemModel, scenario: Pick<Scenario, 'steps'>): boolean {
  try {
    return playScenario(model, scenario) === undefined;
  } catch (error) {
    if (error instanceof NotSimulated) return !(error instanceof Undecided);
    throw error;
  }
}
