import type { Expression, ExpressionNode } from '../../../expression/expression.ts';
import type { Field, FieldType } from '../../../model/field.ts';
import type { Assignment, Operation } from '../../../model/operation.ts';
import { spaced } from '../../../naming/letter-case.ts';
import { fieldPath } from '../../code/expression-walk.ts';
import { literal, propertyKey } from '../../code/literal.ts';
import { type EntityPlan, storedFields } from '../../plan/entity-plan.ts';
import { canonical, isClockDefault } from './field-schema.ts';
import type { OperationScope } from './operation-scope.ts';
import { refusalCall, refuseWhen } from './refusal.ts';
import { valuesFile } from './values-file.ts';

/** The values of a row that is written: an object literal, and the checks that must come before it. */
export interface RowValues {
  readonly checks: readonly string[];
  readonly code: string;
}

export interface RowSource {
  readonly plan: EntityPlan;
  readonly operation: Operation;
  readonly fromInput: boolean;
  readonly set: readonly Assignment[];
}

/** All fields of a new row: set, taken from the input, or at their defaults. */
export function newRowValues(source: RowSource, scope: OperationScope): RowValues {
  const written = changedValues(source, scope);
  const given = new Set([
    ...inputFields(source).map(({ name }) => name),
    ...source.set.map(({ field }) => field),
  ]);
  const others = source.plan.entity.fields.filter(({ name }) => !storedFields.has(name) && !given.has(name));
  const members = [
    ...written.members,
    ...others.map((field) => member(field.name, initial(field, source.plan, scope))),
  ];
  return { checks: written.checks, code: rowCode(inFieldOrder(members, source.plan)) };
}

/** The fields of a row that an update changes. */
export function changedRowValues(source: RowSource, scope: OperationScope): RowValues {
  const { checks, members } = changedValues(source, scope);
  return { checks, code: rowCode(members) };
}

function changedValues(source: RowSource, scope: OperationScope): { checks: string[]; members: string[] } {
  const checks: string[] = [];
  const assigned = source.set.map(({ field, value }) => {
    const declared = source.plan.entity.fields.find(({ name }) => name === field);
    const code = scope.compile(value);
    if (declared === undefined) return member(field, code);
    const rounded = isArithmetic(value.node) ? roundedCode(declared.type, code, scope) : code;
    const tests = boundTests(declared, value, source.operation);
    if (tests.length === 0) return member(field, rounded);
    const variable = scope.local(field);
    checks.push(`const ${variable} = ${rounded};`, ...boundChecks(variable, field, tests, scope));
    return variable === field ? field : member(field, variable);
  });
  return { checks, members: [...inputMembers(source), ...clockMembers(source, scope), ...assigned] };
}

/** Spreads the input where all of it belongs to the row; otherwise names the fields. */
function inputMembers(source: RowSource): string[] {
  const own = inputFields(source);
  if (own.length === 0) return [];
  if (own.length === source.operation.input.length) return ['...input'];
  return own.map(({ name }) => member(name, `input.${name}`));
}

/** Fields whose default is the day or the instant of the transaction. */
function clockMembers(source: RowSource, scope: OperationScope): string[] {
  if (source.operation.isPartial) return [];
  return inputFields(source).flatMap(({ name, defaultValue }) =>
    isClockDefault(defaultValue) ? [member(name, `input.${name} ?? ${scope.clock(defaultValue.kind)}`)] : [],
  );
}

/** The fields of the input that the row takes over. */
export function inputFields({ fromInput, operation, plan, set }: RowSource): readonly Field[] {
  if (!fromInput) return [];
  const own = new Set(plan.entity.fields.map(({ name }) => name));
  const assigned = new Set(set.map(({ field }) => field));
  return operation.input.filter(({ name }) => own.has(name) && !assigned.has(name));
}

function initial(field: Field, { entity }: EntityPlan, scope: OperationScope): string {
  const { defaultValue, managed, type } = field;
  if (managed === 'state' && entity.machine !== undefined) return literal(entity.machine.initial);
  if (isClockDefault(defaultValue)) return scope.clock(defaultValue.kind);
  if (defaultValue !== undefined) return literal(canonical(type, defaultValue.value));
  return 'null';
}

function member(name: string, code: string): string {
  return code === name ? name : `${propertyKey(name)}: ${code}`;
}

/** Rows are written as their type lists them; what is spread comes first. */
function inFieldOrder(members: readonly string[], { entity }: EntityPlan): readonly string[] {
  const names = entity.fields.map(({ name }) => name);
  const rank = (member: string) => names.indexOf(/^[\w$]+/.exec(member.replace(/^'/, ''))?.[0] ?? '');
  return members.toSorted((a, b) => rank(a) - rank(b));
}

/** An object literal, or the input itself where it is all there is. */
function rowCode(members: readonly string[]): string {
  const [only, ...others] = members;
  if (only === undefined) return '{}';
  return only === '...input' && others.length === 0 ? 'input' : `{ ${members.join(', ')} }`;
}

function isArithmetic({ kind, type }: ExpressionNode): boolean {
  return kind !== 'literal' && kind !== 'member' && kind !== 'variable' && type.kind !== 'null';
}

/** Amounts keep two decimals whatever they were computed from. */
export function roundedCode(type: FieldType, code: string, scope: OperationScope): string {
  if (type.kind !== 'money') return code;
  scope.usage.hasRounding = true;
  return `${scope.file.imports.value(valuesFile, 'toCents')}(${code})`;
}

interface BoundTest {
  readonly isBroken: (variable: string) => string;
  readonly what: string;
}

/** The bounds of a field that the value written to it might break. */
export function boundTests(field: Field, value: Expression, operation: Operation): readonly BoundTest[] {
  if (value.node.kind === 'literal' || isSameOrNarrower(field.type, sourceType(value.node, operation)))
    return [];
  return numberTests(field.type).concat(textTests(field.type, value.node));
}

/** The type of the input field that a value is taken from as it is. */
function sourceType(node: ExpressionNode, { input }: Operation): FieldType | undefined {
  const [variable, field] = fieldPath(node) ?? [];
  return variable === 'input' ? input.find(({ name }) => name === field)?.type : undefined;
}

function isSameOrNarrower(to: FieldType, from: FieldType | undefined): boolean {
  if (from === undefined) return false;
  if (JSON.stringify(to) === JSON.stringify(from)) return true;
  if ('minimum' in to || 'maximum' in to) return isWithin(to, from as typeof to);
  return false;
}

function isWithin(
  to: { minimum?: number; maximum?: number },
  from: { minimum?: number; maximum?: number },
): boolean {
  const { minimum = -Infinity, maximum = Infinity } = from;
  return minimum >= (to.minimum ?? -Infinity) && maximum <= (to.maximum ?? Infinity);
}

function numberTests(type: FieldType): BoundTest[] {
  if (type.kind !== 'integer' && type.kind !== 'number' && type.kind !== 'money') return [];
  const { minimum, maximum } = type;
  const tests: BoundTest[] = [];
  if (minimum !== undefined)
    tests.push({ isBroken: (name) => `${name} < ${minimum}`, what: `at least ${minimum}` });
  if (maximum !== undefined)
    tests.push({ isBroken: (name) => `${name} > ${maximum}`, what: `at most ${maximum}` });
  return tests;
}

function textTests(type: FieldType, value: ExpressionNode): BoundTest[] {
  if (type.kind !== 'text' || value.type.kind !== 'text') return [];
  const { minLength = 0, maxLength } = type;
  const tests: BoundTest[] = [];
  if (minLength > leastLength(value)) {
    tests.push({
      isBroken: (name) => `${name}.length < ${minLength}`,
      what: minLength === 1 ? 'given' : `at least ${minLength} characters long`,
    });
  }
  if (maxLength !== undefined) {
    tests.push({
      isBroken: (name) => `${name}.length > ${maxLength}`,
      what: `at most ${maxLength} characters long`,
    });
  }
  return tests;
}

/** How long the text of an expression is at least, as far as its literals tell. */
function leastLength(node: ExpressionNode): number {
  if (node.kind === 'literal' && typeof node.value === 'string') return node.value.length;
  return node.kind === 'binary' && node.operator === '+'
    ? leastLength(node.left) + leastLength(node.right)
    : 0;
}

export function boundChecks(
  variable: string,
  field: string,
  tests: readonly BoundTest[],
  scope: OperationScope,
): string[] {
  return tests.map(({ isBroken, what }) => {
    const message = `The ${spaced(field)} must be ${what}.`;
    const refusal = refusalCall({ status: 422, code: 'out_of_range', message }, scope.file);
    return refuseWhen(isBroken(variable), refusal);
  });
}
