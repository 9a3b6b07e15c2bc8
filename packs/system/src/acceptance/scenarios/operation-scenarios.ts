import { kebabCase } from '../../naming/letter-case.ts';
import type { Operation, Refusal, Step } from '../../model/operation.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { kindOf, requireEntity } from '../find-operation.ts';
import type { DerivedScenario } from '../scenario-draft.ts';
import { Underivable } from '../underivable.ts';
import {
  findWitnesses,
  isPromised,
  type Outcome,
  outcomesOf,
  tryCandidate,
  type Witness,
} from '../witness/find-witnesses.ts';
import { expectOutcome } from '../witness/expect-outcome.ts';
import { apiScenarios } from './api-scenarios.ts';
import type { Derivation } from './derivation.ts';
import { forgeryScenario } from './forgery-scenario.ts';
import { keyScenarios } from './key-scenarios.ts';
import { raceScenarios } from './race-scenarios.ts';
import { actionScenarios } from './state-scenarios.ts';

export interface OperationScenarios {
  readonly scenarios: readonly DerivedScenario[];
  /** Ways the operation can end for which no example was found, each as a sentence. */
  readonly gaps: readonly string[];
}

/** Scenarios for an operation by its name: those of its kind for standard ones and actions, witnesses for written ones. */
export function operationScenarios(derivation: Derivation, name: string): OperationScenarios {
  const operation = derivation.model.operations.find((one) => one.name === name);
  if (!operation) throw new Underivable(`the blueprint has no operation ${name}`);
  if (operation.origin === 'standard')
    return { scenarios: apiScenarios(derivation, operation.entity, kindOf(operation)), gaps: [] };
  const action = operation.origin === 'action' ? actionOf(derivation, operation) : undefined;
  if (action !== undefined)
    return { scenarios: actionScenarios(derivation, operation.entity, action), gaps: [] };
  return witnessed(derivation, operation);
}

function actionOf({ model }: Derivation, operation: Operation): string | undefined {
  const machine = model.entities.find((one) => one.name === operation.entity)?.machine;
  return machine?.actions.find((one) => kebabCase(one.name) === operation.http.path.at(-1))?.name;
}

function witnessed(derivation: Derivation, operation: Operation): OperationScenarios {
  const witnesses = findWitnesses(derivation, operation);
  const scenarios: DerivedScenario[] = [];
  const gaps: string[] = [];
  for (const outcome of outcomesOf(operation)) {
    const found = witnesses.get(outcome);
    const witness = found && tryCandidate(derivation, operation, found.modifications);
    const scenario = witness && scenarioOf(derivation, operation, outcome, witness);
    if (scenario) scenarios.push(scenario);
    else if (isPromised(operation, outcome)) gaps.push(gapOf(operation, outcome));
  }
  if (scenarios.length === 0) throw new Underivable(gaps.join('; '));
  const shown = witnesses.get('success');
  const again = shown && tryCandidate(derivation, operation, shown.modifications);
  const races = again
    ? raceScenarios(derivation, operation, scenarioOf(derivation, operation, 'success', again))
    : [];
  const success = scenarios.find(({ key }) => key.endsWith('.success'));
  const keys = keyScenarios(derivation, operation, success);
  return { scenarios: [...scenarios, ...forgeryScenario(derivation, operation), ...races, ...keys], gaps };
}

function scenarioOf(
  derivation: Derivation,
  operation: Operation,
  outcome: Outcome,
  witness: Witness,
): DerivedScenario {
  const draft = expectOutcome(operation, outcome, witness);
  const what = operation.summary.charAt(0).toLowerCase() + operation.summary.slice(1);
  const refusal = refusalOf(operation, outcome);
  const title = refusal ? `${what} is refused: ${refusal.status} ${refusal.code}` : what;
  const suffix = refusal ? `${String(outcome)}.${refusal.code}` : 'success';
  return {
    ...draft.finish(`operation.${operation.name}.${suffix}`, title),
    ...(needsOwnSystem(derivation, operation) ? { isIsolated: true } : {}),
  };
}

/** Whether records of other scenarios could change what the operation sees, or hold the values it writes. */
function needsOwnSystem({ model }: Derivation, operation: Operation): boolean {
  return allSteps(operation.steps).some((step) => {
    if (looksAround(step)) return true;
    if (step.kind !== 'create' && step.kind !== 'upsert') return false;
    return requireEntity(model, step.entity).fields.some((field) => field.unique !== undefined);
  });
}

/** Whether what a step finds depends on records that it does not name. */
function looksAround(step: Step): boolean {
  if (['count', 'list', 'find', 'group'].includes(step.kind)) return true;
  return step.kind === 'load' && step.by.kind === 'where';
}

function gapOf(operation: Operation, outcome: Outcome): string {
  const refusal = refusalOf(operation, outcome);
  return refusal
    ? `no example was found for ${operation.name} that ends in ${refusal.status} ${refusal.code}`
    : `no example was found for ${operation.name} that succeeds`;
}

function refusalOf(operation: Operation, outcome: Outcome): Refusal | undefined {
  const step = outcome === 'success' ? undefined : allSteps(operation.steps)[outcome];
  if (step?.kind === 'load') return step.missing;
  return step?.kind === 'require' || step?.kind === 'increment' ? step.otherwise : undefined;
}
