import { apiScenarios } from '../../acceptance/scenarios/api-scenarios.ts';
import { type Derivation } from '../../acceptance/scenarios/derivation.ts';
import type { DerivedScenario } from '../../acceptance/scenario-draft.ts';
import { filterScenarios } from '../../acceptance/scenarios/list-scenarios.ts';
import { onDeleteScenarios } from '../../acceptance/scenarios/reference-scenarios.ts';
import { statesScenarios } from '../../acceptance/scenarios/state-scenarios.ts';
import { uniqueFieldScenario, uniqueTogetherScenarios } from '../../acceptance/scenarios/unique-scenarios.ts';
import type { Entity } from '../../model/entity.ts';
import { isSound } from '../../acceptance/simulation/is-sound.ts';
import { derivable } from './derivable.ts';
import { needsClock } from './needs-clock.ts';
import { badInputScenarios } from './bad-input-scenarios.ts';
import { pagingScenarios } from './paging-scenarios.ts';

type Deriver = (derivation: Derivation) => readonly DerivedScenario[];

/** Every route of the entity: what it does, and what it refuses. Each scenario runs on a system of its own. */
export function routeScenarios(start: () => Derivation, entity: Entity): readonly DerivedScenario[] {
  const fields = entity.fields.filter((field) => field.managed === undefined);
  const derivers: readonly Deriver[] = [
    (derivation) => apiScenarios(derivation, entity.name),
    (derivation) => badInputScenarios(derivation, entity),
    (derivation) => pagingScenarios(derivation, entity),
    (derivation) => filterScenarios(derivation, entity.name),
    (derivation) => (entity.machine ? statesScenarios(derivation, entity.name) : []),
    ...fields.map((field): Deriver => {
      return (derivation) => (field.unique ? [uniqueFieldScenario(derivation, entity, field)] : []);
    }),
    ...fields.map(
      (field): Deriver =>
        (derivation) =>
          onDeleteScenarios(derivation, entity, field),
    ),
    (derivation) =>
      entity.uniqueTogether.length > 0 ? uniqueTogetherScenarios(derivation, entity.name) : [],
  ];
  const scenarios = derivers.flatMap((derive) => derivable(() => derive(start())));
  const distinct = new Map(scenarios.map((scenario) => [scenario.key, scenario]));
  const { model } = start();
  // In this process the clock runs.
  return [...distinct.values()].filter((scenario) => !needsClock(scenario) && isSound(model, scenario));
}
