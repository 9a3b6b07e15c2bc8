import { literal } from '../../../code/literal.ts';
import { referencesFile } from '../references-file.ts';
import type { StepContext, StepOf } from './step-context.ts';

/** A reference in the input that leads nowhere, or to a record that may not be seen, is refused. */
export function renderRefer(step: StepOf<'refer'>, { scope, system }: StepContext): string[] {
  const { table } = system.entity(step.entity);
  const isList =
    step.value.type.kind === 'list' ||
    (step.value.type.kind === 'nullable' && step.value.type.of.kind === 'list');
  const count = isList ? 'all' : 'one';
  const check = step.condition === undefined ? count : (`${count}Visible` as const);
  scope.usage.method('find');
  scope.usage.references.add(check);
  const expect = scope.file.imports.value(referencesFile, names[check]);
  const values = [
    `tables.${table}`,
    scope.compile(step.value),
    ...(step.condition === undefined
      ? []
      : [`(record) => ${scope.node(step.condition.node, { isInClosure: true })}`]),
    literal(step.field),
    literal(step.message),
  ];
  return [`${system.asynchrony.await}${expect}(${values.join(', ')});`];
}

const names = {
  one: 'expectExisting',
  all: 'expectAllExisting',
  oneVisible: 'expectVisible',
  allVisible: 'expectAllVisible',
} as const;
