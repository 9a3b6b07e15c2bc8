import { literal } from '../../code/literal.ts';
import { assertion, tableTest } from './test-body.ts';
import { operationName, type TestScope, unknownId } from './test-scope.ts';

/** Tests that operations which are neither standard nor actions refuse what does not exist. */
export function renderLoadTests({ plan, system, file }: TestScope): string[] {
  const written = system
    .operationsOf(plan.entity.name)
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
          assertion(
            'throws',
            `() => ${name}(tables, ${unknownId}), { status: ${status}, code: ${literal(code)} }`,
            file,
          ),
        ],
        file,
      ),
    ];
  });
}
