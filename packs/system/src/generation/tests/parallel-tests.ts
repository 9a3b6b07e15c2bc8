import { actionOperation, pathOf, standardOperation } from '../../acceptance/find-operation.ts';
import { withArticle } from '../../acceptance/samples/with-article.ts';
import { spaced } from '../../naming/letter-case.ts';
import type { Derivation } from '../../acceptance/scenarios/derivation.ts';
import { longestPage } from '../../acceptance/scenarios/read-back.ts';
import type { Entity } from '../../model/entity.ts';
import type { JsonValue, ScenarioStep } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { NotSimulated } from '../../acceptance/simulation/evaluate.ts';
import { ScenarioPlayer } from '../../acceptance/simulation/play-scenario.ts';
import { SimulatedSystem } from '../../acceptance/simulation/simulated-system.ts';
import { type CodeStep, type RenderedTest, renderScenarioTest } from './render-scenario.ts';
import { renderText, renderValue } from './render-value.ts';
import { derivable } from './derivable.ts';
import { ownApi } from './test-file.ts';

/** What many requests at the same time must not break. */
export function parallelTests(derivation: Derivation, entity: Entity): readonly RenderedTest[] {
  return [parallelCreates, parallelAction].flatMap((make) => derivable(() => make(derivation, entity)));
}

function parallelCreates(derivation: Derivation, entity: Entity): readonly RenderedTest[] {
  const { model } = derivation;
  const create = standardOperation(model, entity.name, 'create');
  if (!create) return [];
  const draft = derivation.draft();
  const body = draft.body(entity.name);
  const path = pathOf(model, create);
  const statuses = statusesInTurn(model, draft.steps, { method: 'POST', path, body });
  if (!statuses) return [];
  const kept = statuses.filter((status) => status < 300).length;
  const list = standardOperation(model, entity.name, 'list');
  const count = `assertCount((await api.get(${renderText(`${pathOf(model, list ?? create)}?${longestPage(list ?? create)}`, new Map())})).body, ${kept});`;
  const title = `of ${attempts} ${spaced(entity.plural)} created at once, ${kept === attempts ? 'all' : kept} are kept`;
  return [
    test(kept === 1 ? title.replace('are', 'is') : title, draft.steps, {
      lines: (names) => [
        'const answers = await Promise.all(',
        `  Array.from({ length: ${attempts} }, () => api.post(${renderText(path, names)}, ${renderValue(body, names)})),`,
        ');',
        ...assertStatuses(statuses),
        ...(list ? [count] : []),
      ],
      expectations: list ? ['assertCount'] : [],
    }),
  ];
}

const attempts = 10;

/**
 * What the same request is answered with, sent one time after the other. Transactions run one at a time, so sent all at
 * once the answers must be the same ones in some order. Undefined when the model alone does not tell.
 */
function statusesInTurn(
  model: SystemModel,
  before: readonly ScenarioStep[],
  request: { readonly method: string; readonly path: string; readonly body?: JsonValue },
): readonly number[] | undefined {
  try {
    const player = new ScenarioPlayer(new SimulatedSystem(model));
    for (const step of before) player.play(step);
    const step = { kind: 'request', ...request, expect: { status: 200 } } as const;
    return Array.from({ length: attempts }, () => player.play(step)?.status ?? 0).toSorted((a, b) => a - b);
  } catch (error) {
    if (error instanceof NotSimulated) return undefined;
    throw error;
  }
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
  const statuses = statusesInTurn(draft.model, draft.steps, { method: 'POST', path });
  if (!statuses) return [];
  const verb = spaced(action.name);
  return [
    test(`of many attempts to ${verb} ${withArticle(entity.name)} at once, one succeeds`, draft.steps, {
      lines: (names) => [
        `const answers = await Promise.all(Array.from({ length: 10 }, () => api.post(${renderText(path, names)})));`,
        ...assertStatuses(statuses),
      ],
      expectations: [],
    }),
  ];
}

/** The answers have these statuses, in whatever order. */
function assertStatuses(statuses: readonly number[]): readonly string[] {
  const runs = [...Map.groupBy(statuses, (status) => status)].map(([status, { length }]) => ({
    status,
    length,
  }));
  const [first, second] = runs;
  if (first && !second) {
    return [`assert.deepEqual(new Set(answers.map((answer) => answer.status)), new Set([${first.status}]));`];
  }
  const expected = runs.map(({ status, length }) =>
    length === 1 ? String(status) : `...Array.from({ length: ${length} }, () => ${status})`,
  );
  return [
    'const statuses = answers.map((answer) => answer.status).toSorted((a, b) => a - b);',
    `assert.deepEqual(statuses, [${expected.join(', ')}]);`,
  ];
}

function test(title: string, steps: readonly ScenarioStep[], code: Omit<CodeStep, 'kind'>): RenderedTest {
  const all = [...steps, { kind: 'code' as const, ...code }];
  return renderScenarioTest({ title, proves: [], steps: all }, { client: 'api', opening: ownApi });
}
