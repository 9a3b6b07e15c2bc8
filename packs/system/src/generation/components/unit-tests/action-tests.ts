import { withArticle } from '../../../acceptance/samples/with-article.ts';
import { kebabCase } from '../../../naming/letter-case.ts';
import { literal } from '../../code/literal.ts';
import type { OperationPlan } from '../../plan/operation-plan.ts';
import { assertion, expectProblem, tableTest } from './test-body.ts';
import { operationName, someRecord, type TestScope } from './test-scope.ts';

/** Tests of the actions of a state machine, from every state. */
export function renderActionTests(scope: TestScope): string[] {
  const { plan, roles } = scope;
  const { machine } = plan.entity;
  if (machine === undefined) return [];
  return roles.actions.flatMap((operation) => {
    const segment = operation.operation.http.path.at(-1);
    const action = machine.actions.find(({ name }) => kebabCase(name) === segment);
    return action === undefined || !isPlain(operation) ? [] : actionTests(operation, action, machine, scope);
  });
}

/** Nothing but the state decides whether the action is possible. */
function isPlain({ operation, input, pathParameters }: OperationPlan): boolean {
  const kinds = operation.steps.map(({ kind }) => kind).join();
  const isGuarded = operation.steps.every(
    (step) => step.kind !== 'require' || step.otherwise.code === 'illegal_transition',
  );
  const isShort = kinds === 'load,update' || kinds === 'load,require,update';
  return isShort && isGuarded && pathParameters.length === 1 && input === undefined;
}

type Machine = NonNullable<TestScope['plan']['entity']['machine']>;

function actionTests(
  operation: OperationPlan,
  { from, to }: Machine['actions'][number],
  { field, states }: Machine,
  scope: TestScope,
): string[] {
  const { plan, file, system } = scope;
  const run = operationName(operation, file);
  const others = states.filter((state) => !from.includes(state));
  const thing = withArticle(plan.entity.name);
  const given = (state: string) => someRecord(plan, scope, `{ ${field}: ${state} }`);
  const legal = from.map((state) =>
    tableTest(
      `${run} takes ${thing} from ${state} to ${to}`,
      [
        `const { id } = ${given(literal(state))};`,
        assertion(
          'equal',
          `${system.asynchrony.result(`${run}(tables, id)`)}.${field}, ${literal(to)}`,
          file,
        ),
      ],
      scope,
    ),
  );
  if (others.length === 0) return legal;
  return [...legal, refusedTest(operation, field, others, scope)];
}

function refusedTest(
  operation: OperationPlan,
  field: string,
  states: readonly string[],
  scope: TestScope,
): string {
  const { plan, file } = scope;
  const run = operationName(operation, file);
  const [only, ...others] = states;
  const isOne = only !== undefined && others.length === 0;
  const values = isOne ? `{ ${field}: ${literal(only)} }` : `{ ${field} }`;
  const title = `${run} is refused for ${withArticle(plan.entity.name)} that is ${isOne ? only : ''}`;
  const test = tableTest(
    title,
    [
      `const { id } = ${someRecord(plan, scope, values)};`,
      expectProblem(`${run}(tables, id)`, 'illegal_transition', scope),
    ],
    scope,
  );
  if (isOne) return test;
  const titled = test.replace(literal(title), () => `\`${title}\${${field}}\``);
  return `for (const ${field} of ${literal(states)} as const) {\n${titled}\n}`;
}
