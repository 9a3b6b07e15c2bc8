import { kindOf } from '../find-operation.ts';
import { Underivable } from '../underivable.ts';
import { apiScenarios } from './api-scenarios.ts';
import type { Derivation } from './derivation.ts';
import type { DerivedScenario } from '../scenario-draft.ts';
import { actionScenarios } from './state-scenarios.ts';
import { kebabCase } from '../../naming/letter-case.ts';

/** Scenarios for an operation by its name: those of its kind for standard ones and actions, witnesses for written ones. */
export function operationScenarios(derivation: Derivation, name: string): readonly DerivedScenario[] {
  const operation = derivation.model.operations.find((one) => one.name === name);
  if (!operation) throw new Underivable(`the blueprint has no operation ${name}`);
  if (operation.origin === 'standard') return apiScenarios(derivation, operation.entity, kindOf(operation));
  if (operation.origin === 'action') {
    const entity = derivation.model.entities.find((one) => one.name === operation.entity);
    const action = entity?.machine?.actions.find((one) => kebabCase(one.name) === operation.http.path.at(-1));
    if (action) return actionScenarios(derivation, operation.entity, action.name);
  }
  throw new Underivable(`no witness is known for ${name}`);
}
