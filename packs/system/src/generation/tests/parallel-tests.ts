import { actionOperation, pathOf, standardOperation } from '../../acceptance/find-operation.ts';
import { withArticle } from '../../acceptance/samples/with-article.ts';
import { spaced } from '../../naming/letter-case.ts';
import type { Derivation } from '../../acceptance/scenarios/derivation.ts';
import { longestPage } from '../../acceptance/scenarios/read-back.ts';
import type { ScenarioDraft } from '../../acceptance/scenario-draft.ts';
import type { Operation } from '../../model/operation.ts';
import type { Entity } from '../../model/entity.ts';
import type { AnswerCounts, ParallelRequest, ScenarioStep } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { whenSimulated } from '../../acceptance/simulation/when-simulated.ts';
import { countStatuses, ScenarioPlayer } from '../../acceptance/simulation/play-scenario.ts';
import { SimulatedSystem } from '../../acceptance/simulation/simulated-system.ts';
import { type RenderedTest, renderScenarioTest } from './render-scenario.ts';
import { derivable } from './derivable.ts';
import { ownApi } from './test-file.ts';

/** What many requests at the same time must not break. */
export function parallelTests(derivation: Derivation, entity: Entity): readonly RenderedTest[] {
  return [parallelCreates, parallelAction].flatMap((make) => derivable(() => make(derivation, entity)));
}

const attempts = 10;

function parallelCreates(derivation: Derivation, entity: Entity): readonly RenderedTest[] {
  const { model } = derivation;
  const create = standardOperation(model, entity.name, 'create');
  if (!create) return [];
  const draft = derivation.draft();
  const body = draft.body(entity.name);
  const request = {
    times: attempts,
    method: 'POST',
    path: pathOf(model, create),
    body,
    ...headersOf(draft, create),
  };
  const expect = countsInTurn(model, draft.steps, request);
  if (!expect) return [];
  const kept = Object.entries(expect).reduce((sum, [status, count]) => (status < '3' ? sum + count : sum), 0);
  const list = hasOthers(model, entity) ? undefined : listOfAll(model, entity);
  const title = `of ${attempts} ${spaced(entity.plural)} created at once, ${kept === attempts ? 'all' : kept} ${kept === 1 ? 'is' : 'are'} kept`;
  const count: readonly ScenarioStep[] = list
    ? [
        {
          kind: 'request',
          method: 'GET',
          path: `${pathOf(model, list)}?${longestPage(list)}`,
          ...headersOf(draft, list),
          expect: { status: 200, count: kept },
        },
      ]
    : [];
  return [test(title, [...draft.steps, { kind: 'parallel', requests: [{ ...request, expect }] }, ...count])];
}

/** The list of the entity, unless somebody wrote one that leaves records out. */
function listOfAll(model: SystemModel, { name }: Entity): Operation | undefined {
  const list = standardOperation(model, name, 'list');
  const leavesOut = list?.steps.some((step) => step.kind === 'list' && step.where !== undefined);
  return list?.origin === 'written' && leavesOut === true ? undefined : list;
}

/** Whether there are records beside those of the test: the first ones, and the accounts of those who act. */
function hasOthers({ seed = [], access }: SystemModel, { name }: Entity): boolean {
  return access?.accounts?.entity === name || seed.some((one) => one.entity === name);
}

/** The headers that let a request in. */
function headersOf(
  draft: ScenarioDraft,
  operation: Operation,
): { headers?: Readonly<Record<string, string>> } {
  const headers = draft.actors.headersFor(operation);
  return headers === undefined ? {} : { headers };
}

/**
 * What the same request is answered with, sent one time after the other. Undefined when the model alone does not tell, when
 * what comes before would be refused, and when all would be: that shows nothing.
 */
function countsInTurn(
  model: SystemModel,
  before: readonly ScenarioStep[],
  request: ParallelRequest,
): AnswerCounts | undefined {
  return whenSimulated(() => {
    const player = new ScenarioPlayer(new SimulatedSystem(model));
    for (const step of before) {
      const answer = player.play(step);
      if (step.kind === 'request' && answer && !player.meets(answer, step.expect)) return undefined;
    }
    const statuses = player.statusesInTurn(request);
    return statuses.every((status) => status >= 400) ? undefined : countStatuses(statuses);
  }, undefined);
}

function parallelAction(derivation: Derivation, entity: Entity): readonly RenderedTest[] {
  const { machine } = entity;
  const action = machine?.actions.find(
    (one) => one.from.includes(machine.initial) && !one.from.includes(one.to),
  );
  const operation = action && actionOperation(derivation.model, entity.name, action);
  if (!action || !operation || operation.input.length > 0) return [];
  const draft = derivation.draft();
  const record = draft.record(entity.name);
  const path = pathOf(draft.model, operation, () => record.id);
  const request = { times: attempts, method: 'POST', path, ...headersOf(draft, operation) };
  const expect = countsInTurn(draft.model, draft.steps, request);
  if (!expect) return [];
  const verb = spaced(action.name);
  const title = `of many attempts to ${verb} ${withArticle(entity.name)} at once, one succeeds`;
  return [test(title, [...draft.steps, { kind: 'parallel', requests: [{ ...request, expect }] }])];
}

function test(title: string, steps: readonly ScenarioStep[]): RenderedTest {
  return renderScenarioTest({ title, proves: [], steps }, { client: 'api', opening: ownApi });
}
