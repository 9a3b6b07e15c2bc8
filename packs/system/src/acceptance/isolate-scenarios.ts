import { hash } from 'node:crypto';
import type { Scenario } from '../model/scenario.ts';
import type { SystemModel } from '../model/system.ts';
import { whenSimulated } from './simulation/when-simulated.ts';
import { playScenario } from './simulation/play-scenario.ts';
import { SimulatedSystem } from './simulation/simulated-system.ts';
import { piece } from '../tracking/pieces.ts';
import { subjectOf } from './subject-of.ts';

/**
 * Gives a system of its own to each scenario that would meet what others left behind: found by playing all that share one, in
 * the order of their tests, in a simulation.
 */
export function isolateScenarios(model: SystemModel, scenarios: readonly Scenario[]): readonly Scenario[] {
  const shared = scenarios.filter(({ isIsolated }) => isIsolated !== true);
  const groups = Map.groupBy(shared, (scenario) => subjectOf(scenario, model));
  const disturbed = new Set([...groups].flatMap(([subject, group]) => disturbedIn(model, subject, group)));
  return scenarios.map((scenario) =>
    disturbed.has(scenario.id) ? { ...scenario, isIsolated: true } : scenario,
  );
}

function disturbedIn(model: SystemModel, subject: string, scenarios: readonly Scenario[]): readonly string[] {
  const given = hash('sha256', JSON.stringify(scenarios.map(({ id, steps }) => [id, steps])));
  return piece(model, `isolation of ${subject}`, given, () => findDisturbed(model, scenarios));
}

function findDisturbed(model: SystemModel, scenarios: readonly Scenario[]): readonly string[] {
  const system = new SimulatedSystem(model);
  // What cannot be simulated cannot be told apart either, and stays where it is.
  return scenarios
    .filter(({ steps }) => whenSimulated(() => playScenario(model, { steps }, system) !== undefined, false))
    .map(({ id }) => id);
}
