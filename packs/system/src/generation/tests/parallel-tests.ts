import { actionOperation, pathOf, standardOperation } from '../../acceptance/find-operation.ts';
import { withArticle } from '../../acceptance/samples/with-article.ts';
import { spaced } from '../../naming/letter-case.ts';
import type { Derivation } from '../../acceptance/scenarios/derivation.ts';
import { longestPage } from '../../acceptance/scenarios/read-back.ts';
import type { Entity } from '../../model/entity.ts';
import type { JsonValue, ScenarioStep } from '../../model/scenario.ts';
import { type CodeStep, type RenderedTest, renderScenarioTest } from './render-scenario.ts';
import { renderText, renderValue } from './render-value.ts';
import { derivable } from './route-scenarios.ts';
import { ownApi } from './test-file.ts';

/** What many requests at the same time must not break. */
export function parallelTests(derivation: Derivation, entity: Entity): readonly RenderedTest[] {
  return [parallelCreates, parallelAction].flatMap((make) => derivable(() => make(derivation, entity)));
}

function parallelCreates(derivation: Derivation, entity: Entity): readonly RenderedTest[] {
  const create = standardOperation(derivation.model, entity.name, 'create');
  if (!create) return [];
  const draft = derivation.draft();
  const body = draft.body(entity.name);
  const path = pathOf(draft.model, create);
  const send: CodeStep['lines'] = (names) => [
    'const answers = await Promise.all(',
    `  Array.from({ length: 10 }, () => api.post(${renderText(path, names)}, ${renderValue(body, names)})),`,
    ');',
  ];
  if (excludesItself(entity, body)) {
    const title = `of many equal ${spaced(entity.plural)} created at once, one is kept`;
    return [
      test(title, draft.steps, { lines: (names) => [...send(names), ...oneWins(201)], expectations: [] }),
    ];
  }
  const list = standardOperation(draft.model, entity.name, 'list');
  const counted = list
    ? [`assertCount((await api.get('${pathOf(draft.model, list)}?${longestPage(list)}')).body, 10);`]
    : [];
  return [
    test(`many ${spaced(entity.plural)} created at once are all kept`, draft.steps, {
      lines: (names) => [
        ...send(names),
        `for (const answer of answers) assertAnswer(answer, ${create.answer.status});`,
        ...counted,
      ],
      expectations: ['assertAnswer', ...(list ? ['assertCount'] : [])],
    }),
  ];
}

/** Whether a second record with this body would be refused: a value that is null is equal to none. */
function excludesItself(entity: Entity, body: Readonly<Record<string, JsonValue>>): boolean {
  const single = entity.fields.filter((field) => field.unique).map((field) => [field.name]);
  return [...single, ...entity.uniqueTogether].some((names) => names.every((name) => name in body));
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
  const verb = spaced(action.name);
  return [
    test(`of many attempts to ${verb} ${withArticle(entity.name)} at once, one succeeds`, draft.steps, {
      lines: (names) => [
        `const answers = await Promise.all(Array.from({ length: 10 }, () => api.post(${renderText(path, names)})));`,
        ...oneWins(operation.answer.status),
      ],
      expectations: [],
    }),
  ];
}

/** One answer has the status, the nine others are conflicts. */
function oneWins(status: number): readonly string[] {
  return [
    'const statuses = answers.map((answer) => answer.status).toSorted();',
    `assert.deepEqual(statuses, [${status}, ...Array.from({ length: 9 }, () => 409)]);`,
  ];
}

function test(title: string, steps: readonly ScenarioStep[], code: Omit<CodeStep, 'kind'>): RenderedTest {
  const all = [...steps, { kind: 'code' as const, ...code }];
  return renderScenarioTest({ title, proves: [], steps: all }, { client: 'api', opening: ownApi });
}
