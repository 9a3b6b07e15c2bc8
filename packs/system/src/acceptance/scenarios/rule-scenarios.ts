import type { Entity } from '../../model/entity.ts';
import type { Operation } from '../../model/operation.ts';
import type { SystemModel } from '../../model/system.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { spaced } from '../../naming/letter-case.ts';
import { requireEntity, standardOperation } from '../find-operation.ts';
import { handWork } from '../hand-work.ts';
import { withArticle } from '../samples/with-article.ts';
import type { DerivedScenario, ScenarioDraft } from '../scenario-draft.ts';
import type { SimulatedAnswer } from '../simulation/simulated-system.ts';
import { Underivable } from '../underivable.ts';
import { expectOutcome } from '../witness/expect-outcome.ts';
import {
  findWitnesses,
  refusalAt,
  ruleOutcomes,
  tryCandidate,
  type Witness,
} from '../witness/find-witnesses.ts';
import type { Derivation } from './derivation.ts';
import { longestPage } from './read-back.ts';
import type { OperationScenarios } from './operation-scenarios.ts';

/** For each rule of an entity a request that it refuses, and that nothing has changed then. */
export function ruleScenarios(derivation: Derivation, entityName: string): OperationScenarios {
  const entity = requireEntity(derivation.model, entityName);
  const found = new Map<string, DerivedScenario>();
  const missing = new Set<string>();
  for (const operation of writersOf(derivation.model, entity)) {
    const witnesses = findWitnesses(derivation, operation);
    for (const outcome of ruleOutcomes(derivation.model, operation)) {
      const { status, code } = refusalAt(derivation.model, operation, outcome);
      const name = `${status} ${code}`;
      const witness = found.has(name) ? undefined : witnesses.get(outcome);
      const again = witness && tryCandidate(derivation, operation, witness.modifications);
      if (again)
        found.set(name, ruleScenario(derivation, entity, operation, { outcome, witness: again, name }));
      else missing.add(name);
    }
  }
  if (found.size === 0) throw new Underivable(handWork({ kind: 'rules', entity: entityName }));
  const gaps = [...missing]
    .filter((name) => !found.has(name))
    .map((name) => `no example was found that a rule of ${entityName} refuses with ${name}`);
  return { scenarios: [...found.values()], gaps };
}

/** The operations that write records of an entity, the plainest first. */
function writersOf(model: SystemModel, { name }: Entity): readonly Operation[] {
  const standard = (['create', 'update'] as const).flatMap(
    (kind) => standardOperation(model, name, kind) ?? [],
  );
  const others = model.operations.filter(
    ({ origin, steps }) =>
      origin === 'written' &&
      allSteps(steps).some((step) => step.kind !== 'load' && 'entity' in step && step.entity === name),
  );
  return [...new Set([...standard, ...others])].slice(0, 5);
}

interface Broken {
  readonly outcome: number;
  readonly witness: Witness;
  readonly name: string;
}

function ruleScenario(
  { model }: Derivation,
  entity: Entity,
  operation: Operation,
  { outcome, witness, name }: Broken,
): DerivedScenario {
  const draft = expectOutcome(operation, outcome, witness);
  expectAsMany(model, draft, entity, witness.plays[0].answers);
  return {
    ...draft.finish(
      `rules.${entity.name}.${name}`,
      `${withArticle(entity.name)} that breaks a rule is refused: ${name}, and ${spaced(entity.plural)} stay as they were`,
    ),
    isIsolated: true,
  };
}

/** That there are as many records as requests have created. */
function expectAsMany(
  model: SystemModel,
  draft: ScenarioDraft,
  { name }: Entity,
  answers: readonly (SimulatedAnswer | undefined)[],
): void {
  const list = standardOperation(model, name, 'list');
  const tables = answers.findLast((answer) => answer?.run !== undefined)?.run?.tables;
  if (list === undefined) return;
  const count = tables?.all(name).length ?? 0;
  if (count < 50)
    draft.request(list, { query: longestPage(list), expect: { status: list.answer.status, count } });
}
