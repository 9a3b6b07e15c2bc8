import { compileExpression } from '../../../../expression/compile-expression.ts';
import { fileOfHelper } from '../../domain/calendar-file.ts';
import type { Entity, KeptKey } from '../../../../model/entity.ts';
import type { Field, FieldType } from '../../../../model/field.ts';
import { literal } from '../../../code/literal.ts';
import { SourceFile } from '../../../code/source-file.ts';
import type { EntityPlan } from '../../../plan/entity-plan.ts';
import type { SystemPlan } from '../../../plan/system-plan.ts';
import { canonical } from '../../domain/field-schema.ts';
import { schemaFile, schemaTypesFile } from '../storage-files.ts';
import { never } from '../living/living-table.ts';
import { outlivesFinding } from '../living/outlives-finding.ts';
import { storedKeysOf } from '../unique-keys.ts';

/** `src/storage/schema.ts`: the tables as data. */
export function renderSchema(system: SystemPlan): SourceFile {
  const file = new SourceFile(schemaFile);
  file.imports.type(schemaTypesFile, 'Schema');
  const tables = [...system.entities.values()].map((plan) => renderTable(plan, system, file));
  return file.add(`
/** What this version of the system keeps. Data that an earlier version has stored is changed to this form at the start. */
export const SCHEMA: Schema = {
  tables: [
${tables.join('\n')}
  ],
};`);
}

function renderTable(plan: EntityPlan, system: SystemPlan, file: SourceFile): string {
  const { entity, sqlTable } = plan;
  const was = entity.was === undefined ? '' : ` was: ${literal(entity.was)},`;
  return `    {
      name: ${literal(sqlTable)},
      entity: ${literal(entity.name)},${was}
      columns: [
${entity.fields.map((field) => `        ${renderColumn(field, system, entity, expressionFill(field, plan, file))},`).join('\n')}
      ],
      indexes: [${indexesOf(entity).join(', ')}],
    },`;
}

function renderColumn(field: Field, system: SystemPlan, entity?: Entity, computed?: string): string {
  const { name, isOptional, was } = field;
  const fill = computed ?? fillCode(field, entity);
  const members = [
    `name: ${literal(name)}`,
    ...(was === undefined ? [] : [`was: ${literal(was)}`]),
    `type: ${isLoose(field, entity) ? "'text'" : typeCode(field.type, system)}`,
    ...(isOptional ? ['isOptional: true'] : []),
    ...(fill === undefined ? [] : [`fill: ${fill}`]),
  ];
  return `{ ${members.join(', ')} }`;
}

/** The id of a record that may be gone before the one that holds it. */
function isLoose({ type }: Field, entity: Entity | undefined): boolean {
  return type.kind === 'reference' && entity !== undefined && outlivesFinding(entity);
}

function typeCode(type: FieldType, system: SystemPlan): string {
  switch (type.kind) {
    case 'enum':
      return `{ enum: ${literal(type.values)} }`;
    case 'reference':
      return `{ reference: ${literal(system.entity(type.entity).sqlTable)} }`;
    case 'list':
      return `{ list: ${typeCode(type.of, system)} }`;
    case 'object':
      return `{ object: [${type.fields.map((field) => renderColumn(field, system)).join(', ')}] }`;
    default:
      return literal(type.kind);
  }
}

/** A function that makes the value of records that are older than the field; undefined when there is nothing to make it from. */
function fillCode(field: Field, entity: Entity | undefined): string | undefined {
  const { machine } = entity ?? {};
  if (field.managed === 'state')
    return machine === undefined ? undefined : `() => ${literal(machine.initial)}`;
  return field.managed === undefined ? defaultCode(field) : managedCode(field, entity);
}

/** A default that is made of the columns before. */
function expressionFill({ defaultValue }: Field, plan: EntityPlan, file: SourceFile): string | undefined {
  if (defaultValue?.kind !== 'expression') return undefined;
  const type = file.imports.type(plan.file, plan.type);
  const variables = { record: `(row as unknown as ${type})`, now: 'now', today: 'now.slice(0, 10)' };
  const { code, helpers, imports } = compileExpression(defaultValue.value, { variables });
  for (const helper of helpers) file.imports.value(fileOfHelper(helper), helper);
  for (const { module, name } of imports) file.imports.value(module, name);
  return `(${/\brow\b/.test(code) ? 'row' : '_'}${/\bnow\b/.test(code) ? ', now' : ''}) => ${code}`;
}

/** What the tables themselves would keep in it. */
function managedCode({ managed, name }: Field, entity: Entity | undefined): string | undefined {
  switch (managed) {
    case 'version':
      return '() => 1';
    case 'deletedAt':
      return '() => null';
    case 'goneAt':
      return `() => ${literal(never)}`;
    case 'key': {
      const key = entity?.keptKeys?.find(({ kept }) => kept === name);
      return key && keyFillCode(key);
    }
    default:
      return undefined;
  }
}

/** The key of records from before, where it holds for all of them. */
function keyFillCode({ fields, ignoreCase, where }: KeptKey): string | undefined {
  if (where !== undefined) return undefined;
  const value = (name: string) => {
    const own = `row[${literal(name)}]`;
    return ignoreCase ? `String(${own}).toLowerCase()` : own;
  };
  const absent = fields.map((name) => `row[${literal(name)}] === null`).join(' || ');
  return `(row) => (${absent} ? null : JSON.stringify([${fields.map(value).join(', ')}]))`;
}

function defaultCode({ type, defaultValue }: Field): string | undefined {
  switch (defaultValue?.kind) {
    case 'literal':
      return `() => ${literal(canonical(type, defaultValue.value))}`;
    case 'now':
      return '(_, now) => now';
    case 'today':
      return '(_, now) => now.slice(0, 10)';
    default:
      return undefined;
  }
}

/** For what is unique, for the order of lists, and to find what refers to a record. */
function indexesOf(entity: Entity): string[] {
  const keys = storedKeysOf(entity);
  const unique = keys.map(({ fields, ignoreCase }) => {
    const members = [
      `columns: ${literal(fields)}`,
      'isUnique: true',
      ...(ignoreCase ? ['ignoresCase: true'] : []),
    ];
    return `{ ${members.join(', ')} }`;
  });
  const first = new Set(keys.map(({ fields: [name] }) => name));
  const references = entity.fields.filter(({ name, type }) => type.kind === 'reference' && !first.has(name));
  return [
    ...unique,
    ...[...references.map(({ name }) => name), 'createdAt'].map((name) => `{ columns: [${literal(name)}] }`),
  ];
}
