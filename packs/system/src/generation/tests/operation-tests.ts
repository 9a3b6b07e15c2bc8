import { startDerivation } from '../../acceptance/scenarios/derivation.ts';
import { operationScenarios } from '../../acceptance/scenarios/operation-scenarios.ts';
import type { DerivedScenario } from '../../acceptance/scenario-draft.ts';
import { isSound } from '../../acceptance/simulation/is-sound.ts';
import type { Entity } from '../../model/entity.ts';
import type { SystemModel } from '../../model/system.ts';
import { derivable } from './derivable.ts';
import { type RenderedTest, renderScenarioTest } from './render-scenario.ts';
import { ownApi } from './test-file.ts';

/**
 * What operations do for those who may ask for them: each way they can end, in process. Operations that know who asks have no
 * unit tests, because a caller is more than an argument.
 */
export function operationTests(model: SystemModel, entity: Entity): readonly RenderedTest[] {
  if (model.access === undefined) return [];
  const derivation = startDerivation(model);
  const names = new Set<string>();
  return model.operations
    .filter((operation) => operation.entity === entity.name)
    .flatMap(({ name }) => derivable(() => operationScenarios(derivation, name).scenarios))
    .filter((scenario) => isPlain(scenario) && isSound(model, scenario) && isNew(scenario, names))
    .map((scenario) => renderScenarioTest({ ...scenario, proves: [] }, { client: 'api', opening: ownApi }));
}

/** Requests one after the other: what ends the process or races is tested on processes of their own. */
function isPlain({ steps, clock }: DerivedScenario): boolean {
  return clock === undefined && steps.every(({ kind }) => kind === 'request');
}

function isNew({ key }: DerivedScenario, known: Set<string>): boolean {
  if (known.has(key)) return false;
  known.add(key);
  return true;
}
