import { numberCode } from '../../../expression/precedence.ts';
import type { ExpressionNode } from '../../../expression/expression.ts';
import type { Field, FieldType } from '../../../model/field.ts';
import { spaced } from '../../../naming/letter-case.ts';
import { fieldPath } from '../../../expression/expression-walk.ts';
import { literal, wholePattern } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import type { BoundKind, StorageUsage } from '../../plan/storage-usage.ts';
import { rangeOf, rangeOfType, type ValueRange } from '../../plan/value-range.ts';
import { boundFunctions, boundsFile } from './bounds-file.ts';
import type { OperationScope } from './operation-scope.ts';
import { refusalCall, refuseWhen } from './refusal.ts';
import { roundedAmount } from './rounded-amount.ts';

/** A value about to be written, and the statements that must come before. */
export interface CheckedValue {
  readonly code: string;
  readonly checks: readonly string[];
}

/** The value of an expression, rounded and checked as the field it is written to asks for. */
export function checkedValue(field: Field, node: ExpressionNode, scope: OperationScope): CheckedValue {
  if (node.type.kind === 'null') return { code: scope.node(node), checks: [] };
  const code = roundedCode(field.type, node, scope);
  const isPlain = code === scope.node(node) && (fieldPath(node) !== undefined || node.kind === 'variable');
  const meaning = scope.meaning(node);
  const checksOf = (variable: string) => [
    ...boundChecks(field, rangeOf(meaning, scope), variable, scope),
    ...patternChecks(field, meaning, variable, scope),
  ];
  if (checksOf(code).length === 0) return { code, checks: [] };
  if (isPlain) return { code, checks: checksOf(code) };
  const variable = scope.local(field.name);
  return { code: variable, checks: [`const ${variable} = ${code};`, ...checksOf(variable)] };
}

/** Statements that refuse values of the input which the field they are copied to does not allow. */
export function copyChecks(from: Field, to: Field, scope: OperationScope): readonly string[] {
  return boundChecks(to, rangeOfType(from.type), `input.${from.name}`, scope);
}

/** Amounts keep two decimals whatever they were computed from. */
export function roundedCode(type: FieldType, node: ExpressionNode, scope: OperationScope): string {
  const code = scope.node(node);
  if (type.kind !== 'money' || isAmount(scope.meaning(node), scope)) return code;
  return roundedAmount({ code, type: node.type }, scope.file, scope.usage);
}

function isAmount(node: ExpressionNode, scope: OperationScope): boolean {
  if (node.kind === 'conditional') return isAmount(node.whenTrue, scope) && isAmount(node.whenFalse, scope);
  return node.kind === 'literal' || scope.fieldType(node)?.kind === 'money';
}

interface Breakable {
  readonly least?: number;
  readonly most?: number;
}

/** The bounds of a type that values of this range may break. */
export function breakableBounds(type: FieldType, range: ValueRange): Breakable {
  const { minimum, maximum } = rangeOfType(type);
  const smallest = measures[type.kind] === 'value' ? range.minimum : Math.max(0, range.minimum);
  return {
    ...(smallest < minimum ? { least: minimum } : {}),
    ...(range.maximum > maximum ? { most: maximum } : {}),
  };
}

/** What the bounds of a type measure; that of texts when left out. */
const measures: Partial<Record<FieldType['kind'], BoundKind>> = {
  integer: 'value',
  number: 'value',
  money: 'value',
  list: 'list',
  duration: 'duration',
};

/** The statement that refuses a value of this range where it breaks the bounds of its field; none where it cannot. */
export function boundChecks(
  field: Field,
  range: ValueRange,
  value: string,
  { file, usage }: { readonly file: SourceFile; readonly usage: StorageUsage },
): readonly string[] {
  const bounds = Object.entries(breakableBounds(field.type, range));
  if (bounds.length === 0) return [];
  const kind = measures[field.type.kind] ?? 'text';
  usage.bounds.add(kind);
  if (kind === 'duration')
    for (const helper of ['lengthOf', 'durationText'] as const) usage.calendar.add(helper);
  const members = bounds.map(([name, bound]) => `${name}: ${numberCode(bound)}`);
  const check = file.imports.value(boundsFile, boundFunctions[kind]);
  return [`${check}(${literal(spaced(field.name))}, ${value}, { ${members.join(', ')} });`];
}

function patternChecks(
  { name, type }: Field,
  node: ExpressionNode,
  value: string,
  scope: OperationScope,
): readonly string[] {
  if (type.kind !== 'text' || type.pattern === undefined) return [];
  const source = scope.fieldType(node);
  if (source?.kind === 'text' && source.pattern === type.pattern) return [];
  const guard = node.type.kind === 'nullable' ? `${value} !== null && ` : '';
  const message = `The ${spaced(name)} must be of the required form.`;
  const refusal = refusalCall({ status: 422, code: 'out_of_range', message }, scope.file);
  return [refuseWhen(`${guard}!${wholePattern(type.pattern)}.test(${value})`, refusal)];
}
