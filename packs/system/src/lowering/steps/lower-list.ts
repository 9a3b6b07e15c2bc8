import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Expression } from '../../expression/expression.ts';
import type { Entity } from '../../model/entity.ts';
import type { Field, FieldType } from '../../model/field.ts';
import type { Step } from '../../model/operation.ts';
import { sortName } from '../../model/sort-key.ts';
import { listVariableName } from '../../naming/identifier.ts';
import { readEntityVariable } from './entity-variable.ts';
import { lowerFilters } from './lower-filters.ts';
import { lowerSearch, searchParameter } from './lower-search.ts';
import { lowerSort, sortableFields } from './lower-sort.ts';
import { lowerWhere } from './lower-where.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';
import type { OperationScope } from '../operation-scope.ts';

type ListDocument = StepOf<'list'>;
export type ListStep = Extract<Step, { kind: 'list' }>;

const standardLimit = 50;
const maximumLimit = 500;
const pagingParameters = ['limit', 'offset', 'cursor', 'sort'];

/** `list: Task`: a page of records with filters, order and paging from the query. */
export function lowerList(
  step: ListDocument,
  path: DocumentPath,
  { scope }: StepSurroundings,
): ListStep | undefined {
  const read = readEntityVariable(step.list, [...path, 'list'], scope, (entity) =>
    listVariableName(entity.name, entity.plural),
  );
  if (read === undefined) return undefined;
  const { entity, variable } = read;
  const where = lowerWhere(step.where, entity.name, [...path, 'where'], scope);
  const standardSort = { value: 'createdAt', path: [...path, 'list'] };
  const sort = ownOrEntitys('sort', step, entity, path, scope) ?? standardSort;
  const filters = ownOrEntitys('filters', step, entity, path, scope);
  const search = searchOf(step, entity, path, scope);
  const reserved = search === undefined ? pagingParameters : [...pagingParameters, searchParameter];
  scope.declare(variable, { kind: 'list', of: { kind: 'record', entity: entity.name } }, [...path, 'list']);
  return {
    kind: 'list',
    entity: entity.name,
    as: variable,
    filters: lowerFilters(filters?.value, { entity, path: filters?.path ?? path, reserved, scope }),
    ...(where === undefined ? {} : { where }),
    ...(search === undefined ? {} : { search }),
    sortable: sortableFields(entity),
    defaultSort: lowerSort(sort.value, entity, sort.path, scope),
    ...pagingOf(step, entity, path, scope),
    ...limitsOf(step, path, scope),
  };
}

function pagingOf(
  step: ListDocument,
  entity: Entity,
  path: DocumentPath,
  scope: OperationScope,
): Pick<ListStep, 'paging'> {
  const { interfaces } = scope.context.source.document;
  const paging = ownOrEntitys('paging', step, entity, path, scope)?.value ?? interfaces?.http?.paging;
  return paging === 'cursor' ? { paging } : {};
}

function limitsOf(
  { limit }: ListDocument,
  path: DocumentPath,
  scope: OperationScope,
): Pick<ListStep, 'limit' | 'atMost'> {
  const standard = typeof limit === 'number' ? limit : standardLimit;
  const atMost = lowerLimit(limit, [...path, 'limit'], scope);
  return {
    limit: { standard, maximum: Math.max(maximumLimit, standard) },
    ...(atMost === undefined ? {} : { atMost }),
  };
}

/** How many records a list has at most; of a list that is answered, how many a page has. */
function lowerLimit(
  limit: ListDocument['limit'],
  path: DocumentPath,
  scope: OperationScope,
): Expression | undefined {
  return limit === undefined ? undefined : scope.value(limit, { kind: 'integer' }, path);
}

/** What `q` searches, unless the operation has a `q` of its own. */
function searchOf(step: ListDocument, entity: Entity, path: DocumentPath, scope: OperationScope) {
  const query = scope.get('query');
  const isTaken = query?.kind === 'object' && Object.hasOwn(query.fields, searchParameter);
  const search = ownOrEntitys('search', step, entity, path, scope);
  if (search === undefined || (isTaken && step.search === undefined)) return undefined;
  return lowerSearch(search.value, entity, search.path, scope);
}

/** What the step says, or else the entity, with the place where it is said. */
function ownOrEntitys<Key extends 'sort' | 'filters' | 'search' | 'paging'>(
  key: Key,
  step: ListDocument,
  entity: Entity,
  path: DocumentPath,
  scope: OperationScope,
): { readonly value: NonNullable<ListDocument[Key]>; readonly path: DocumentPath } | undefined {
  const own = step[key];
  if (own !== undefined) return { value: own, path: [...path, key] };
  const inherited = scope.context.source.document.entities[entity.name]?.[key];
  return inherited === undefined
    ? undefined
    : { value: inherited as NonNullable<ListDocument[Key]>, path: ['entities', entity.name, key] };
}

/** The query parameters that a list step brings along. */
export function listParameters(step: ListStep, entity: Entity): Field[] {
  const filters = step.filters.map((filter): Field => {
    const field = entity.fields.find((candidate) => candidate.name === filter.field);
    const type = parameterType(field?.type);
    return {
      name: filter.parameter,
      type: filter.comparison === 'in' ? { kind: 'list', of: type } : type,
      isOptional: true,
    };
  });
  return [
    ...filters,
    ...searchParameters(step),
    {
      name: 'limit',
      type: { kind: 'integer', minimum: 1, maximum: step.limit.maximum },
      isOptional: false,
      defaultValue: { kind: 'literal', value: step.limit.standard },
    },
    step.paging === 'cursor' ? cursorParameter : offsetParameter,
    {
      name: 'sort',
      type: {
        kind: 'list',
        of: { kind: 'enum', values: step.sortable.flatMap((name) => [name, `-${name}`]) },
        minItems: 1,
        maxItems: step.sortable.length,
      },
      isOptional: false,
      defaultValue: { kind: 'literal', value: step.defaultSort.map(sortName) },
    },
  ];
}

const offsetParameter: Field = {
  name: 'offset',
  type: { kind: 'integer', minimum: 0 },
  isOptional: false,
  defaultValue: { kind: 'literal', value: 0 },
};

const cursorParameter: Field = {
  name: 'cursor',
  type: { kind: 'text', maxLength: 20_000 },
  isOptional: true,
  description: 'Where the page begins: `X-Next-Cursor` of the page before it.',
};

function searchParameters({ search }: ListStep): Field[] {
  if (search === undefined) return [];
  const description = `Words, each the beginning of a word of ${search.fields.join(', ')}.`;
  return [{ name: searchParameter, type: { kind: 'text', maxLength: 200 }, isOptional: true, description }];
}

/** A value to look for need not be one that could be stored: bounds and formats are left out. */
function parameterType(type: FieldType | undefined): FieldType {
  if (type === undefined || type.kind === 'text') return { kind: 'text' };
  if (type.kind === 'list') return parameterType(type.of);
  if (type.kind === 'integer' || type.kind === 'number' || type.kind === 'money') return { kind: type.kind };
  return type;
}
