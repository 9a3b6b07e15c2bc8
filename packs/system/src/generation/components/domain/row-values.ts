import type { ValueType } from '../../../expression/expression.ts';
import type { DefaultValue, Field } from '../../../model/field.ts';
import type { Assignment } from '../../../model/operation.ts';
import { literal, propertyKey } from '../../code/literal.ts';
import { type EntityPlan, isFilledByTables } from '../../plan/entity-plan.ts';
import { tokensFile } from '../access/access-files.ts';
import { checkedValue, copyChecks } from './bounds.ts';
import { canonical, isClockDefault } from './field-schema.ts';
import type { OperationScope } from './operation-scope.ts';
import { withComputedDefaults } from './computed-defaults.ts';
import { nestedChecked } from './reference-checks.ts';
import { memberName, rowCode, type RowValues } from './row-code.ts';
import { inputFields, type RowSource } from './row-source.ts';

/** All fields of a new row: set, taken from the input, or at their defaults. */
export function newRowValues(source: RowSource, scope: OperationScope): RowValues {
  const { checks, members } = writtenValues(source, scope);
  return withComputedDefaults(checks, completeMembers(members, source, scope), source, scope);
}

/** The fields of a row that an update changes. */
export function changedRowValues(source: RowSource, scope: OperationScope): RowValues {
  const { checks, members } = writtenValues(source, scope);
  return { checks, code: rowCode(members) };
}

export interface UpsertValues {
  readonly checks: readonly string[];
  /** The row where there is none, and what changes where there is one. */
  readonly inserted: string;
  readonly changed: string;
}

/** Both versions of an upsert, whose values are computed once. */
export function upsertValues(
  source: RowSource,
  key: readonly Assignment[],
  scope: OperationScope,
): UpsertValues {
  const keys = writtenValues({ ...source, set: key }, scope);
  const values = writtenValues(source, scope);
  const members = completeMembers([...keys.members, ...values.members], source, scope);
  const row = withComputedDefaults([...keys.checks, ...values.checks], members, source, scope);
  return {
    checks: row.checks,
    inserted: row.code,
    changed: rowCode(values.members),
  };
}

function completeMembers(
  written: readonly string[],
  source: RowSource,
  scope: OperationScope,
): readonly string[] {
  const given = new Set([...inputFields(source).map(({ name }) => name), ...written.map(memberName)]);
  const others = source.plan.entity.fields.filter(
    (field) =>
      !isFilledByTables(field) && field.defaultValue?.kind !== 'expression' && !given.has(field.name),
  );
  const initials = others.map((field) => member(field.name, initial(field, source, scope)));
  return inFieldOrder([...written, ...initials], source.plan);
}

function writtenValues(source: RowSource, scope: OperationScope): { checks: string[]; members: string[] } {
  const { fields } = source.plan.entity;
  const copied = inputFields(source).flatMap((field) => {
    const target = fields.find(({ name }) => name === field.name);
    return target === undefined ? [] : copyChecks(field, target, scope);
  });
  const assigned = source.set.map(({ field, value }) => {
    const target = fields.find(({ name }) => name === field);
    const { checks, code } =
      target === undefined
        ? { checks: [], code: scope.compile(value) }
        : nestedChecked(target, value.node, checkedValue(target, value.node, scope), scope);
    return {
      checks,
      member: member(field, target === undefined ? code : storedCode(target, code, value.type)),
    };
  });
  return {
    checks: [...copied, ...assigned.flatMap(({ checks }) => checks)],
    members: [
      ...inputMembers(source),
      ...hashMembers(source),
      ...clockMembers(source, scope),
      ...assigned.map((each) => each.member),
    ],
  };
}

/** Spreads the input where all of it belongs to the row; otherwise names the fields. */
function inputMembers(source: RowSource): string[] {
  const own = inputFields(source);
  if (own.length === 0) return [];
  if (own.length === source.operation.input.length) return ['...input'];
  return own.filter((field) => !isPassword(field)).map(({ name }) => member(name, `input.${name}`));
}

/** Passwords of the input, as they are kept. */
function hashMembers(source: RowSource): string[] {
  return inputFields(source)
    .filter(isPassword)
    .map(({ name, isOptional }) => {
      const code = `input.${name}`;
      const hash = isOptional
        ? `typeof ${code} === 'string' ? passwords.hash(${code}) : null`
        : `passwords.hash(${code})`;
      if (!source.operation.isPartial) return member(name, hash);
      return `...(${code} === undefined ? {} : { ${member(name, hash)} })`;
    });
}

function isPassword({ type }: Field): boolean {
  return type.kind === 'text' && type.secret === 'password';
}

/** A value on its way into a field: of a password, its hash. */
function storedCode(field: Field, code: string, { kind }: ValueType): string {
  if (!isPassword(field) || kind === 'null') return code;
  return kind === 'nullable'
    ? `${code} === null ? null : passwords.hash(${code})`
    : `passwords.hash(${code})`;
}

/** Fields whose default is the day or the instant of the transaction. */
function clockMembers(source: RowSource, scope: OperationScope): string[] {
  if (source.operation.isPartial) return [];
  return inputFields(source).flatMap(({ name, defaultValue }) =>
    isClockDefault(defaultValue) && defaultValue.kind !== 'expression'
      ? [member(name, `input.${name} ?? ${madeDefault(name, defaultValue, source.plan, scope)}`)]
      : [],
  );
}

/** A default that the transaction makes. */
function madeDefault(
  name: string,
  { kind }: Exclude<DefaultValue, { kind: 'literal' | 'expression' }>,
  { table, entity }: EntityPlan,
  scope: OperationScope,
): string {
  if (kind === 'uuid') return `${scope.file.imports.value('node:crypto', 'randomUUID')}()`;
  if (kind !== 'next') return scope.clock(kind);
  const type = entity.fields.find((field) => field.name === name)?.type;
  const first = type?.kind === 'integer' ? (type.minimum ?? 1) : 1;
  const query = `{ where: {}, sort: ['-${name}'], limit: 1, offset: 0 }`;
  const last = scope.system.asynchrony.result(`tables.${table}.${scope.usage.method('list')}(${query})`);
  return `(${last}.items[0]?.${name} ?? ${first - 1}) + 1`;
}

function initial(field: Field, { plan, token }: RowSource, scope: OperationScope): string {
  const { entity } = plan;
  const { defaultValue, managed, type } = field;
  if (type.kind === 'text' && type.secret === 'token') return newTokenHash(type.prefix, token, scope);
  if (managed === 'state' && entity.machine !== undefined) return literal(entity.machine.initial);
  if (isClockDefault(defaultValue) && defaultValue.kind !== 'expression')
    return madeDefault(field.name, defaultValue, plan, scope);
  if (defaultValue?.kind === 'literal') return literal(canonical(type, defaultValue.value));
  return 'null';
}

function newTokenHash(
  prefix: string | undefined,
  token: string | undefined,
  { file }: OperationScope,
): string {
  const hash = file.imports.value(tokensFile, 'tokenHash');
  const made = token ?? `${file.imports.value(tokensFile, 'newToken')}(${literal(prefix ?? '')})`;
  return `${hash}(${made})`;
}

function member(name: string, code: string): string {
  return code === name ? name : `${propertyKey(name)}: ${code}`;
}

/** Rows are written as their type lists them; what is spread comes first. */
function inFieldOrder(members: readonly string[], { entity }: EntityPlan): readonly string[] {
  const names = entity.fields.map(({ name }) => name);
  return members.toSorted((a, b) => names.indexOf(memberName(a)) - names.indexOf(memberName(b)));
}
