import { isAskedByAnybody } from '../../plan/operation-roles.ts';
import { literal } from '../../code/literal.ts';
import { expectRefusal, tableTest } from './test-body.ts';
import { operationName, type TestScope, unknownId } from './test-scope.ts';

/** Tests that operations which are neither standard nor actions refuse what does not exist. */
export function renderLoadTests(scope: TestScope): string[] {
  const { plan, system, file } = scope;
  const written = system
    .operationsOf(plan.entity.name)
    .filter(isAskedByAnybody)
    .filter(({ operation }) => operation.origin === 'written');
  return written.flatMap((operation) => {
    const [first] = operation.operation.steps;
    const isPlain =
      first?.kind === 'load' &&
      first.by.kind === 'id' &&
      operation.pathParameters.length === 1 &&
      operation.input === undefined &&
      operation.query === undefined;
    if (!isPlain) return [];
    const name = operationName(operation, file);
    const { status, code } = first.missing;
    return [
      tableTest(
        `${name} is refused where there is nothing to work on`,
        [
          expectRefusal(
            `${name}(tables, ${unknownId})`,
            `{ status: ${status}, code: ${literal(code)} }`,
            scope,
          ),
        ],
        scope,
      ),
    ];
  });
}
