import type { ExpressionNode } from '../../../expression/expression.ts';
import type { Field } from '../../../model/field.ts';
import { spaced } from '../../../naming/letter-case.ts';
import { fieldPath } from '../../code/expression-walk.ts';
import { literal } from '../../code/literal.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import type { OperationScope } from './operation-scope.ts';
import { referencesFile } from './references-file.ts';
import { inputFields, type RowSource } from './row-values.ts';

/** Statements that refuse a write whose references lead nowhere. */
export function referenceChecks(source: RowSource, scope: OperationScope, system: SystemPlan): string[] {
  const known = loadedInputs(source);
  const copied = inputFields(source)
    .filter(({ name }) => !known.has(name))
    .map((field) => check(field, field.name, `input.${field.name}`, scope, system));
  const assigned = source.set.map(({ field, value }) => {
    const declared = source.plan.entity.fields.find(({ name }) => name === field);
    const origin = inputFieldOf(value.node);
    if (declared === undefined || isOwnId(value.node) || (origin !== undefined && known.has(origin)))
      return [];
    const isFromRecord = fieldPath(value.node) !== undefined && origin === undefined;
    const isCertain = isFromRecord || value.node.kind === 'literal';
    return isCertain ? [] : check(declared, origin ?? field, scope.compile(value), scope, system);
  });
  return [...copied, ...assigned].flat();
}

/** Input fields by which the operation has loaded a record: they are known to lead somewhere. */
function loadedInputs({ operation }: RowSource): ReadonlySet<string> {
  const keys = operation.steps.flatMap((step) =>
    step.kind === 'load' && step.by.kind === 'id' ? [inputFieldOf(step.by.value.node)] : [],
  );
  return new Set(keys.filter((key) => key !== undefined));
}

function inputFieldOf(node: ExpressionNode): string | undefined {
  const [variable, field] = fieldPath(node) ?? [];
  return variable === 'input' ? field : undefined;
}

/** `bicycle.id`: the id of a record that was loaded or created in this transaction. */
function isOwnId(node: ExpressionNode): boolean {
  const [variable, field] = fieldPath(node) ?? [];
  return field === 'id' && variable !== 'input' && variable !== 'path' && variable !== 'query';
}

function check(
  { type }: Field,
  inputField: string,
  code: string,
  scope: OperationScope,
  system: SystemPlan,
): string[] {
  const item = type.kind === 'list' ? type.of : type;
  if (item.kind !== 'reference') return [];
  const { table, entity } = system.entity(item.entity);
  scope.usage.method('find');
  scope.usage.references.add(type.kind === 'list' ? 'all' : 'one');
  const name = type.kind === 'list' ? 'expectAllExisting' : 'expectExisting';
  const message =
    type.kind === 'list'
      ? `Not all of these are ${spaced(entity.plural)}.`
      : `There is no ${spaced(entity.name)} with this id.`;
  const expect = scope.file.imports.value(referencesFile, name);
  return [
    `${system.asynchrony.await}${expect}(tables.${table}, ${code}, ${literal(inputField)}, ${literal(message)});`,
  ];
}
