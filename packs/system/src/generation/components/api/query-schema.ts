import { sortName } from '../../../model/sort-key.ts';
import type { Field, FieldType } from '../../../model/field.ts';
import type { ListFilter, Step } from '../../../model/operation.ts';
import { literal, propertyKey } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import { answeredList } from '../../plan/answered-list.ts';
import type { EntityPlan } from '../../plan/entity-plan.ts';
import type { OperationPlan } from '../../plan/operation-plan.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { isClockDefault, typeSchema } from '../domain/field-schema.ts';
import { queryValuesFile } from './api-files.ts';
import { selectionSchema } from './selection-code.ts';
import type { QueryUsage } from './query-files.ts';

export interface QueryScope {
  readonly file: SourceFile;
  readonly usage: QueryUsage;
  /** What it asks for a page of. */
  readonly list?: Extract<Step, { kind: 'list' }> | undefined;
  /** Whose enumerations may be named. */
  readonly owner?: EntityPlan;
}

/** The schema that turns the query of an operation, which is text, into values. */
export function renderQuerySchema(
  plan: OperationPlan,
  { file, usage, system }: { file: SourceFile; usage: QueryUsage; system: SystemPlan },
): string {
  if (plan.querySchema === undefined) return '';
  const list = answeredList(plan.operation);
  const owner = list === undefined ? plan.owner : system.entity(list.entity);
  const scope: QueryScope = { file, usage, list, owner };
  const { query, selection } = plan.operation;
  const z = file.imports.value('zod', 'z');
  const members = [
    ...(query.length === 0 ? [] : [renderQueryObject(query, scope)]),
    ...(selection === undefined ? [] : [selectionSchema(selection, value('listText', scope), z)]),
  ];
  return `const ${plan.querySchema} = ${z}.strictObject({\n${members.join('\n')}\n});`;
}

/** The members of the schema of a query. */
export function renderQueryObject(query: readonly Field[], scope: QueryScope): string {
  return query.map((field) => `  ${propertyKey(field.name)}: ${schemaOf(field, scope)},`).join('\n');
}

/** The schemas of the typed parameters of a path, and of the headers that an operation takes. */
export function renderTextSchemas(plan: OperationPlan, file: SourceFile, usage: QueryUsage): string {
  const { path = [], headers = [] } = plan.operation;
  const scope: QueryScope = { file, usage, list: undefined, owner: plan.owner };
  const object = (schema: string | undefined, fields: readonly Field[]) => {
    if (schema === undefined) return [];
    const members = renderQueryObject(fields, scope);
    return [`const ${schema} = ${file.imports.value('zod', 'z')}.object({\n${members}\n});`];
  };
  return [...object(plan.path?.schema, path), ...object(plan.headers?.schema, headers)].join('\n\n');
}

function schemaOf(field: Field, scope: QueryScope): string {
  const { list } = scope;
  if (list !== undefined && field.name === 'sort') return sortSchema(list, scope);
  const filter = list?.filters.find(({ parameter }) => parameter === field.name);
  const schema = valueSchema(filter === undefined ? field.type : filterType(field.type), scope);
  return schema + absenceOf(field, filter);
}

function absenceOf({ defaultValue, isOptional }: Field, filter: ListFilter | undefined): string {
  if (defaultValue?.kind === 'literal') return `.default(${literal(defaultValue.value)})`;
  if (isClockDefault(defaultValue)) return '.exactOptional()';
  if (!isOptional) return '';
  return filter === undefined ? '.nullable().default(null)' : '.exactOptional()';
}

function sortSchema({ sortable, defaultSort }: NonNullable<QueryScope['list']>, scope: QueryScope): string {
  return `${value('sortBy', scope)}(${literal(sortable)}).default(${literal(defaultSort.map(sortName))})`;
}

/** A filter may hold any value of the field's kind, not only those that can be stored. */
function filterType(type: FieldType): FieldType {
  switch (type.kind) {
    case 'text':
      return { kind: 'text' };
    case 'integer':
    case 'number':
      return { kind: type.kind };
    case 'money':
      return { kind: 'number' };
    case 'list':
      return { kind: 'list', of: filterType(type.of) };
    default:
      return type;
  }
}

function valueSchema(type: FieldType, scope: QueryScope): string {
  const schema = () => typeSchema(type, scope);
  switch (type.kind) {
    case 'integer':
      return `${value('integerText', scope)}.pipe(${schema()})`;
    case 'number':
    case 'money':
      return `${value('numberText', scope)}.pipe(${schema()})`;
    case 'boolean':
      return value('booleanText', scope);
    case 'list':
      return `${value('listText', scope)}(${valueSchema(type.of, scope)})`;
    default:
      return schema();
  }
}

function value(name: string, { file, usage }: QueryScope): string {
  usage.values.add(name);
  return file.imports.value(queryValuesFile, name);
}
