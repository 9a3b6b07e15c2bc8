import { durationText } from '../../../expression/duration.ts';
import type { HelperName } from '../../../expression/expression-helpers.ts';
import { numberCode } from '../../../expression/precedence.ts';
import type { ExpressionNode } from '../../../expression/expression.ts';
import type { Field, FieldType } from '../../../model/field.ts';
import { spaced } from '../../../naming/letter-case.ts';
import { fieldPath } from '../../../expression/expression-walk.ts';
import { precedences } from '../../../expression/precedence.ts';
import { wholePattern } from '../../code/literal.ts';
import { rangeOf, rangeOfType, type ValueRange } from '../../plan/value-range.ts';
import { fileOfHelper } from './calendar-file.ts';
import type { OperationScope } from './operation-scope.ts';
import { refusalCall, refuseWhen } from './refusal.ts';
import { valuesFile } from './values-file.ts';

/** A value about to be written, and the statements that must come before. */
export interface CheckedValue {
  readonly code: string;
  readonly checks: readonly string[];
}

/** The value of an expression, rounded and checked as the field it is written to asks for. */
export function checkedValue(field: Field, node: ExpressionNode, scope: OperationScope): CheckedValue {
  if (node.type.kind === 'null') return { code: scope.node(node), checks: [] };
  const code = roundedCode(field.type, node, scope);
  const meaning = scope.meaning(node);
  const tests = brokenBounds(field.type, rangeOf(meaning, scope)).concat(
    brokenPattern(field.type, meaning, scope),
  );
  if (tests.length === 0) return { code, checks: [] };
  const isPlain = code === scope.node(node) && (fieldPath(node) !== undefined || node.kind === 'variable');
  const variable = isPlain ? code : scope.local(field.name);
  const guard = node.type.kind === 'nullable' ? `${variable} !== null && ` : '';
  return {
    code: variable,
    checks: [
      ...(isPlain ? [] : [`const ${variable} = ${code};`]),
      ...tests.map((test) => refusal(test, guard, variable, field.name, scope)),
    ],
  };
}

/** Statements that refuse values of the input which the field they are copied to does not allow. */
export function copyChecks(from: Field, to: Field, isPartial: boolean, scope: OperationScope): string[] {
  const tests = brokenBounds(to.type, rangeOfType(from.type));
  const code = `input.${from.name}`;
  const absent = [...(isPartial ? ['undefined'] : []), ...(from.isOptional ? ['null'] : [])];
  const guard = absent.map((nothing) => `${code} !== ${nothing} && `).join('');
  return tests.map((test) => refusal(test, guard, code, to.name, scope));
}

/** Amounts keep two decimals whatever they were computed from. */
export function roundedCode(type: FieldType, node: ExpressionNode, scope: OperationScope): string {
  const code = scope.node(node);
  if (type.kind !== 'money' || isAmount(scope.meaning(node), scope)) return code;
  if (node.type.kind !== 'nullable') return rounded(code, scope);
  if (node.kind === 'conditional') return roundedBranches(type, node, scope);
  return `${scope.node(node, { precedence: precedences.relational })} === null ? null : ${rounded(code, scope)}`;
}

/** A value that is null in one branch is rounded in the other. */
function roundedBranches(
  type: FieldType,
  { condition, whenTrue, whenFalse }: Extract<ExpressionNode, { kind: 'conditional' }>,
  scope: OperationScope,
): string {
  const branch = (node: ExpressionNode) =>
    node.type.kind === 'null' ? 'null' : roundedCode(type, node, scope);
  return `${scope.node(condition, { precedence: precedences.or })} ? ${branch(whenTrue)} : ${branch(whenFalse)}`;
}

export function rounded(code: string, scope: OperationScope): string {
  scope.usage.hasRounding = true;
  return `${scope.file.imports.value(valuesFile, 'toCents')}(${code})`;
}

function isAmount(node: ExpressionNode, scope: OperationScope): boolean {
  if (node.kind === 'conditional') return isAmount(node.whenTrue, scope) && isAmount(node.whenFalse, scope);
  return node.kind === 'literal' || scope.fieldType(node)?.kind === 'money';
}

/** A bound that a value may break. */
export interface Bound {
  readonly isBroken: (value: string) => string;
  /** Ends the sentence "The price must be …". */
  readonly rule: string;
  /** What the test calls. */
  readonly helper?: HelperName;
}

/** The bounds of a type that values of this range may break. */
export function brokenBounds(type: FieldType, range: ValueRange): Bound[] {
  const allowed = rangeOfType(type);
  return type.kind === 'duration' ? brokenDurations(allowed, range) : brokenSizes(type, allowed, range);
}

function brokenSizes(type: FieldType, { minimum, maximum }: ValueRange, range: ValueRange): Bound[] {
  const isNumber = type.kind === 'integer' || type.kind === 'number' || type.kind === 'money';
  const measure = (value: string) => (isNumber ? value : `${value}.length`);
  const unit = type.kind === 'text' ? ' characters long' : type.kind === 'list' ? ' items long' : '';
  const bounds: Bound[] = [];
  const least = isNumber ? range.minimum : Math.max(0, range.minimum);
  if (least < minimum) {
    const rule = minimum === 1 && !isNumber ? 'given' : `at least ${minimum}${unit}`;
    bounds.push({ isBroken: (value) => `${measure(value)} < ${minimum}`, rule });
  }
  if (range.maximum > maximum) {
    bounds.push({ isBroken: (value) => `${measure(value)} > ${maximum}`, rule: `at most ${maximum}${unit}` });
  }
  return bounds;
}

function brokenDurations({ minimum, maximum }: ValueRange, range: ValueRange): Bound[] {
  const bound = (comparison: string, limit: number, words: string): Bound => ({
    isBroken: (value) => `lengthOf(${value}) ${comparison} ${numberCode(limit)}`,
    rule: `${words} ${durationText(limit)}`,
    helper: 'lengthOf',
  });
  return [
    ...(range.minimum < minimum ? [bound('<', minimum, 'at least')] : []),
    ...(range.maximum > maximum ? [bound('>', maximum, 'at most')] : []),
  ];
}

function brokenPattern(type: FieldType, node: ExpressionNode, scope: OperationScope): Bound[] {
  if (type.kind !== 'text' || type.pattern === undefined) return [];
  const source = scope.fieldType(node);
  if (source?.kind === 'text' && source.pattern === type.pattern) return [];
  const pattern = wholePattern(type.pattern);
  return [{ isBroken: (value) => `!${pattern}.test(${value})`, rule: 'of the required form' }];
}

function refusal(
  { isBroken, rule, helper }: Bound,
  guard: string,
  value: string,
  field: string,
  { file, usage }: OperationScope,
): string {
  if (helper !== undefined) {
    usage.calendar.add(helper);
    file.imports.value(fileOfHelper(helper), helper);
  }
  const message = `The ${spaced(field)} must be ${rule}.`;
  return refuseWhen(
    guard + isBroken(value),
    refusalCall({ status: 422, code: 'out_of_range', message }, file),
  );
}
