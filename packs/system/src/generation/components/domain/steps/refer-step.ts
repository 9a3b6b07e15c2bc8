import { literal } from '../../../code/literal.ts';
import { referencesFile } from '../references-file.ts';
import type { StepContext, StepOf } from './step-context.ts';

/** A reference in the input to a record that may not be seen is refused as one that leads nowhere. */
export function renderRefer(step: StepOf<'refer'>, { scope, system }: StepContext): string[] {
  const { table } = system.entity(step.entity);
  const isList =
    step.value.type.kind === 'list' ||
    (step.value.type.kind === 'nullable' && step.value.type.of.kind === 'list');
  scope.usage.method('find');
  scope.usage.references.add(isList ? 'allVisible' : 'oneVisible');
  const expect = scope.file.imports.value(referencesFile, isList ? 'expectAllVisible' : 'expectVisible');
  const condition = scope.node(step.condition.node, { isInClosure: true });
  const values = [
    `tables.${table}`,
    scope.compile(step.value),
    `(record) => ${condition}`,
    literal(step.field),
    literal(step.message),
  ];
  return [`${system.asynchrony.await}${expect}(${values.join(', ')});`];
}
