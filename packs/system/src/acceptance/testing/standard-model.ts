import { orderOfCreation, sortName, type SortKey } from '../../model/sort-key.ts';
import type { Expression, ExpressionNode, ValueType } from '../../expression/expression.ts';
import type { Entity, StateMachine } from '../../model/entity.ts';
import type { Field, FieldType } from '../../model/field.ts';
import type { Operation, Step } from '../../model/operation.ts';
import type { Component, Storage, SystemModel } from '../../model/system.ts';
import { camelCase, kebabCase, spaced } from '../../naming/letter-case.ts';
import { plural } from '../../naming/plural.ts';
import { type StandardOperation, standardOperations } from '../target.ts';

export interface EntityWish {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly uniqueTogether?: readonly (readonly string[])[];
  readonly machine?: StateMachine;
  readonly api?: readonly StandardOperation[];
  readonly sort?: readonly SortKey[];
}

export interface ModelWish {
  readonly name?: string;
  readonly title?: string;
  readonly entities: readonly EntityWish[];
  readonly storage?: Storage;
  readonly prefix?: string;
  readonly operations?: readonly Operation[];
}

/** A model with the standard operations written out, as lowering a blueprint gives it. */
export function standardModel(wish: ModelWish): SystemModel {
  const entities = wish.entities.map(entityOf);
  const operations = wish.entities.flatMap((one, index) => {
    const entity = entities[index];
    return entity ? operationsOf(entity, one) : [];
  });
  const all = [...operations, ...(wish.operations ?? [])];
  const controllers = entities.map(
    (entity): Component => ({
      kind: 'Controller',
      name: `${camelCase(entity.name)}Controller`,
      entity: entity.name,
      operations: all.filter((one) => one.entity === entity.name).map((one) => one.name),
    }),
  );
  return {
    name: wish.name ?? 'sample-system',
    title: wish.title ?? 'Sample system',
    entities,
    events: [],
    operations: all,
    storage: wish.storage ?? { kind: 'memory' },
    http: { port: 8080, prefix: wish.prefix ?? '' },
    components: [
      { kind: 'ApiEndpoint', name: 'api', operations: all.map((one) => one.name) },
      ...controllers,
      { kind: 'Store', name: 'store', entities: entities.map((entity) => entity.name) },
    ],
    bindings: entities.flatMap((entity) => {
      const controller = `${camelCase(entity.name)}Controller`;
      return [
        {
          from: { component: 'api', port: camelCase(entity.name) },
          to: { component: controller, port: 'requests' },
        },
        {
          from: { component: controller, port: 'store' },
          to: { component: 'store', port: 'transactions' },
        },
      ];
    }),
    scenarios: [],
  };
}

/** A field in short: `field('title', { kind: 'text' })`. */
export function field(name: string, type: FieldType, rest: Partial<Field> = {}): Field {
  return { name, type, isOptional: false, ...rest };
}

function entityOf(wish: EntityWish): Entity {
  const managed = (name: 'id' | 'createdAt' | 'updatedAt', type: FieldType) =>
    field(name, type, { managed: name });
  const { machine } = wish;
  const state = machine
    ? [field(machine.field, { kind: 'enum', values: machine.states }, { managed: 'state' })]
    : [];
  return {
    name: wish.name,
    plural: plural(wish.name),
    collection: kebabCase(plural(wish.name)),
    fields: [
      managed('id', { kind: 'text', format: 'uuid' }),
      ...wish.fields,
      ...state,
      managed('createdAt', { kind: 'datetime' }),
      managed('updatedAt', { kind: 'datetime' }),
    ],
    uniqueTogether: wish.uniqueTogether ?? [],
    ...(machine ? { machine } : {}),
  };
}

function operationsOf(entity: Entity, wish: EntityWish): readonly Operation[] {
  const offered = wish.api ?? standardOperations.filter((kind) => kind !== 'replace');
  const standard = standardOperations
    .filter((kind) => offered.includes(kind))
    .map((kind) => standardOperation(entity, wish, kind));
  const actions = (entity.machine?.actions ?? []).map((action) => {
    const as = camelCase(entity.name);
    const state = entity.machine?.field ?? 'status';
    return operation(entity, {
      name: `${action.name}${entity.name}`,
      summary: `${action.name} ${spaced(entity.name)}`,
      origin: 'action',
      http: {
        method: 'POST',
        path: [entity.collection, { parameter: as }, kebabCase(action.name)],
      },
      steps: [
        load(entity),
        {
          kind: 'require',
          condition: among(member(as, state, entity), action.from),
          otherwise: {
            status: 409,
            code: 'illegal_transition',
            message: `Only possible from ${action.from.join(', ')}`,
          },
        },
        {
          kind: 'update',
          entity: entity.name,
          target: as,
          fromInput: false,
          set: [{ field: state, value: literal(action.to) }],
        },
      ],
      answer: { status: 200, body: { kind: 'variable', name: as } },
    });
  });
  return [...standard, ...actions];
}

function standardOperation(entity: Entity, wish: EntityWish, kind: StandardOperation): Operation {
  const as = camelCase(entity.name);
  const input = entity.fields.filter((one) => one.managed === undefined);
  const one = [entity.collection, { parameter: as }];
  const record = { kind: 'variable', name: as } as const;
  const base = { origin: 'standard', summary: `${kind} ${spaced(entity.name)}` } as const;
  switch (kind) {
    case 'create':
      return operation(entity, {
        ...base,
        name: `create${entity.name}`,
        http: { method: 'POST', path: [entity.collection] },
        input,
        steps: [{ kind: 'create', entity: entity.name, as, fromInput: true, set: [] }],
        answer: { status: 201, body: record, location: { entity: entity.name, variable: as } },
      });
    case 'list':
      return listOperation(entity, wish);
    case 'read':
      return operation(entity, {
        ...base,
        name: `read${entity.name}`,
        http: { method: 'GET', path: one },
        steps: [load(entity)],
        answer: { status: 200, body: record },
      });
    case 'update':
    case 'replace':
      return operation(entity, {
        ...base,
        name: `${kind}${entity.name}`,
        http: { method: kind === 'update' ? 'PATCH' : 'PUT', path: one },
        input,
        isPartial: kind === 'update',
        steps: [load(entity), { kind: 'update', entity: entity.name, target: as, fromInput: true, set: [] }],
        answer: { status: 200, body: record },
      });
    case 'delete':
      return operation(entity, {
        ...base,
        name: `delete${entity.name}`,
        http: { method: 'DELETE', path: one },
        steps: [load(entity), { kind: 'delete', entity: entity.name, target: as }],
        answer: { status: 204, body: { kind: 'empty' } },
      });
  }
}

function listOperation(entity: Entity, wish: EntityWish): Operation {
  const scalar = entity.fields.filter(
    (one) => !['list', 'object', 'json'].includes(one.type.kind) && one.managed !== 'id',
  );
  const filterable = scalar.filter((one) => one.managed === undefined || one.managed === 'state');
  const sortable = scalar.map((one) => one.name);
  const defaultSort = wish.sort ?? orderOfCreation;
  const bounded = (name: string, minimum: number, value: number, maximum?: number) =>
    field(
      name,
      { kind: 'integer', minimum, ...(maximum === undefined ? {} : { maximum }) },
      { isOptional: true, defaultValue: { kind: 'literal', value } },
    );
  return operation(entity, {
    origin: 'standard',
    summary: `List ${spaced(entity.plural)}`,
    name: `list${entity.plural}`,
    http: { method: 'GET', path: [entity.collection] },
    query: [
      ...filterable.map((one) => field(one.name, one.type, { isOptional: true })),
      bounded('limit', 1, 50, 500),
      bounded('offset', 0, 0),
      field(
        'sort',
        { kind: 'list', of: { kind: 'enum', values: sortable.flatMap((name) => [name, `-${name}`]) } },
        {
          isOptional: true,
          defaultValue: {
            kind: 'literal',
            value: defaultSort.map(sortName),
          },
        },
      ),
    ],
    steps: [
      {
        kind: 'list',
        entity: entity.name,
        as: camelCase(entity.plural),
        filters: filterable.map(({ name }) => ({ parameter: name, field: name, comparison: 'equals' })),
        sortable,
        defaultSort,
        limit: { standard: 50, maximum: 500 },
      },
    ],
    answer: { status: 200, body: { kind: 'variable', name: camelCase(entity.plural) } },
  });
}

function operation(
  entity: Entity,
  rest: Pick<Operation, 'name' | 'summary' | 'origin' | 'http' | 'steps' | 'answer'> & Partial<Operation>,
): Operation {
  return { answers: [], entity: entity.name, input: [], query: [], isPartial: false, ...rest };
}

function load(entity: Entity): Step {
  const as = camelCase(entity.name);
  return {
    kind: 'load',
    entity: entity.name,
    as,
    by: { kind: 'id', value: member('path', as, entity) },
    missing: { status: 404, code: 'not_found', message: `There is no such ${spaced(entity.name)}` },
  };
}

const text: ValueType = { kind: 'text' };

export function expression(source: string, node: ExpressionNode): Expression {
  return { source, node, type: node.type };
}

export function literal(value: string): Expression {
  return expression(`'${value}'`, { kind: 'literal', value, type: text });
}

function member(target: string, name: string, entity: Entity): Expression {
  const type: ValueType = { kind: 'record', entity: entity.name };
  return expression(`${target}.${name}`, {
    kind: 'member',
    target: { kind: 'variable', name: target, type },
    name,
    type: text,
  });
}

function among(value: Expression, values: readonly string[]): Expression {
  const items = values.map((one): ExpressionNode => ({ kind: 'literal', value: one, type: text }));
  return expression(`${value.source} in [${values.map((one) => `'${one}'`).join(', ')}]`, {
    kind: 'binary',
    operator: 'in',
    left: value.node,
    right: { kind: 'list', items, type: { kind: 'list', of: text } },
    type: { kind: 'boolean' },
  });
}
