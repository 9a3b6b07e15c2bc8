import { compileExpression } from '../../../expression/compile-expression.ts';
import { fieldPath, variablesIn } from '../../../expression/expression-walk.ts';
import { childrenOf } from '../../../expression/children-of.ts';
import type { Expression, ExpressionNode } from '../../../expression/expression.ts';
import { nullable } from '../../../expression/value-type.ts';
import type { Field } from '../../../model/field.ts';
import { capitalise, kebabCase, spaced } from '../../../naming/letter-case.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';
import { type RangeScope, rangeOf } from '../../plan/value-range.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import { tablesFile } from '../store/tables-file.ts';
import { boundChecks } from './bounds.ts';
import { fileOfHelper } from './calendar-file.ts';
import { recordFieldType } from './field-type.ts';
import { roundedAmount } from './rounded-amount.ts';

export function defaultsFile({ type }: EntityPlan): string {
  return `src/domain/defaults/${kebabCase(type)}-defaults.ts`;
}

/**
 * The call that makes the default of a field. `row` is the code of the row so far, where it is needed; `given` that of the value
 * which comes first, where there is one.
 */
export function defaultCall(
  field: Field,
  row: string,
  given: string,
): { readonly name: string; readonly code: string } {
  const name = defaultName(field);
  const clock = clockNames(field).length === 0 ? '' : 'tables';
  return { name, code: `${name}(${[row, clock, given].filter((part) => part !== '').join(', ')})` };
}

function defaultName({ name }: Field): string {
  return `default${capitalise(name)}`;
}

function clockNames({ defaultValue }: Field): readonly ('now' | 'today')[] {
  const names =
    defaultValue?.kind === 'expression' ? variablesIn(defaultValue.value.node) : new Set<string>();
  return (['now', 'today'] as const).filter((name) => names.has(name));
}

/** `src/domain/defaults/<entity>-defaults.ts`: the values of a new record that are made of its others; undefined where none are. */
export function renderDefaultsFile(plan: EntityPlan, usage: StorageUsage): SourceFile | undefined {
  const fields = plan.entity.fields.filter(({ defaultValue }) => defaultValue?.kind === 'expression');
  if (fields.length === 0) return undefined;
  const file = new SourceFile(defaultsFile(plan));
  for (const field of fields) file.add(renderDefault(field, plan, file, usage));
  return file;
}

function renderDefault(field: Field, plan: EntityPlan, file: SourceFile, usage: StorageUsage): string {
  const { defaultValue, name } = field;
  if (defaultValue?.kind !== 'expression') return '';
  const range = rangeOf(defaultValue.value.node, knownIn(plan));
  const checks = boundChecks(field, range, 'value', { file, usage });
  const code = valueCode(field, defaultValue.value, plan, file, usage);
  const body =
    checks.length === 0 ? [`return ${code};`] : [`const value = ${code};`, ...checks, 'return value;'];
  const source = field.isReadonly === true ? 'what' : 'what is given, or else what';
  return `
/** The ${spaced(name)} of a new ${spaced(plan.entity.name)}: ${source} follows from its other values. */
export function ${defaultName(field)}(${parameters(field, defaultValue.value.node, plan, file, usage)}): ${recordFieldType(field, file, plan)} {
${body.map((line) => `  ${line}`).join('\n')}
}`;
}

function valueCode(
  field: Field,
  value: Expression,
  { variable }: EntityPlan,
  file: SourceFile,
  usage: StorageUsage,
): string {
  const isGiven = field.isReadonly !== true;
  const isMoney = field.type.kind === 'money';
  const compiled = compileExpression(isGiven && !isMoney ? orGiven(value) : value, {
    variables: { record: variable },
  });
  for (const helper of compiled.helpers) use(helper, file, usage);
  for (const { module, name } of compiled.imports) file.imports.value(module, name);
  const { code } = compiled;
  const rounded = isMoney ? roundedAmount({ code, type: value.type }, file, usage) : code;
  return isGiven && isMoney ? `given ?? ${rounded}` : rounded;
}

function orGiven({ node, ...expression }: Expression): Expression {
  const given: ExpressionNode = { kind: 'variable', name: 'given', type: nullable(node.type) };
  return {
    ...expression,
    node: { kind: 'call', name: 'coalesce', arguments: [given, node], type: node.type },
  };
}

function parameters(
  field: Field,
  node: ExpressionNode,
  plan: EntityPlan,
  file: SourceFile,
  usage: StorageUsage,
): string {
  const used = [...new Set(recordFields(node))];
  const clock = clockNames(field);
  if (clock.includes('now')) usage.hasNow = true;
  if (clock.includes('today')) usage.hasToday = true;
  const record = `${plan.variable}: Pick<${file.imports.type(plan.file, plan.type)}, ${used.map(literal).join(' | ')}>`;
  const time = `{ ${clock.join(', ')} }: Pick<${clock.length === 0 ? '' : file.imports.type(tablesFile, 'Tables')}, ${clock.map(literal).join(' | ')}>`;
  const given = `given?: ${recordFieldType({ ...field, isOptional: true }, file, plan)}`;
  return [
    ...(used.length === 0 ? [] : [record]),
    ...(clock.length === 0 ? [] : [time]),
    ...(field.isReadonly === true ? [] : [given]),
  ].join(', ');
}

function recordFields(node: ExpressionNode): readonly string[] {
  const [variable, field] = fieldPath(node) ?? [];
  if (variable === 'record' && field !== undefined) return [field];
  return childrenOf(node).flatMap(recordFields);
}

function knownIn({ entity }: EntityPlan): RangeScope {
  return {
    isCount: () => false,
    fieldType: (one) => {
      const [variable, name] = fieldPath(one) ?? [];
      return variable === 'record' ? entity.fields.find((own) => own.name === name)?.type : undefined;
    },
  };
}

function use(helper: Parameters<typeof fileOfHelper>[0], file: SourceFile, usage: StorageUsage): void {
  usage.calendar.add(helper);
  file.imports.value(fileOfHelper(helper), helper);
}
