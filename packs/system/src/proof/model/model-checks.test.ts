import { describe, expect, test } from 'vitest';
import { libraryModel, taskModel } from '../../acceptance/testing/sample-models.ts';
import type { SystemModel } from '../../model/system.ts';
import { sampleModel } from '../sample-system.testkit.ts';
import { bindingFindings } from './binding-findings.ts';
import { configurationFindings } from './configuration-findings.ts';
import { cycleFindings } from './cycle-findings.ts';
import { reachabilityFindings } from './reachability-findings.ts';

const allFindings = (model: SystemModel) => [
  ...bindingFindings(model),
  ...reachabilityFindings(model),
  ...cycleFindings(model),
  ...configurationFindings(model),
];
const library = libraryModel();
const codes = (findings: readonly { readonly code: string }[]) => findings.map(({ code }) => code);
const binding = (from: string, to: string, buffer?: number) => {
  const [fromComponent = '', fromPort = ''] = from.split('.');
  const [toComponent = '', toPort = ''] = to.split('.');
  return {
    from: { component: fromComponent, port: fromPort },
    to: { component: toComponent, port: toPort },
    ...(buffer === undefined ? {} : { buffer }),
  };
};

test.each([
  ['the sample', sampleModel],
  ['tasks', taskModel()],
  ['a library', library],
])('nothing is wrong with %s', (_, model) => {
  expect(allFindings(model)).toEqual([]);
});

describe('bindings', () => {
  const withBindings = (...bindings: SystemModel['bindings']) => ({
    ...library,
    bindings: [...library.bindings, ...bindings],
  });

  test.each([
    ['types that do not fit', binding('api.author', 'bookController.requests'), 'binding_type_mismatch'],
    ['a port that does not exist', binding('api.nothing', 'store.transactions'), 'port_unknown'],
    ['a component that does not exist', binding('api.author', 'nobody.requests'), 'port_unknown'],
    ['the wrong way round', binding('store.transactions', 'authorController.store'), 'binding_backwards'],
  ])('%s', (_, wrong, code) => {
    expect(codes(bindingFindings(withBindings(wrong)))).toEqual([code]);
  });

  test('a port that leads nowhere', () => {
    const model = { ...library, bindings: library.bindings.slice(1) };
    expect(bindingFindings(model)).toMatchObject([
      { code: 'port_unbound', message: expect.stringContaining('api.author') },
    ]);
  });
});

describe('reachability', () => {
  test('a component behind a missing binding, and all that only it could serve', () => {
    const model = { ...sampleModel, bindings: sampleModel.bindings.slice(1) };
    expect(new Set(codes(reachabilityFindings(model)))).toEqual(
      new Set(['component_unreachable', 'operation_unreachable', 'entity_without_store']),
    );
  });

  test('an entity kept in two stores, or in none', () => {
    const stores = (entities: readonly string[]) => ({
      ...sampleModel,
      components: [
        ...sampleModel.components.filter(({ kind }) => kind !== 'Store'),
        { kind: 'Store' as const, name: 'store', entities },
      ],
    });
    expect(codes(reachabilityFindings(stores([])))).toEqual(['entity_without_store']);
    const second = { kind: 'Store' as const, name: 'second', entities: ['Note'] };
    const twice = {
      ...sampleModel,
      components: [...sampleModel.components, second],
      bindings: [...sampleModel.bindings, binding('noteController.store', 'second.transactions')],
    };
    expect(codes(reachabilityFindings(twice))).toEqual(['entity_without_store']);
  });

  test('an operation that no endpoint offers', () => {
    const components = sampleModel.components.map((one) =>
      one.kind === 'ApiEndpoint' ? { ...one, operations: ['createNote'] } : one,
    );
    expect(reachabilityFindings({ ...sampleModel, components })).toMatchObject([
      { code: 'operation_unreachable', message: expect.stringContaining('readNote') },
      { code: 'operation_unreachable', message: expect.stringContaining('deleteNote') },
    ]);
  });
});

describe('cycles', () => {
  const circle = (buffer?: number) => ({
    ...sampleModel,
    bindings: [
      binding('a.x', 'b.x'),
      binding('b.y', 'c.x'),
      binding('c.y', 'a.x', buffer),
      binding('c.z', 'd.x'),
    ],
  });

  test('a circle without a buffer is found once, one with a buffer is none', () => {
    expect(cycleFindings(circle())).toMatchObject([
      { code: 'cycle_unbuffered', message: expect.stringContaining('a -> b -> c -> a') },
    ]);
    expect(cycleFindings(circle(8))).toEqual([]);
  });

  test('a component bound to itself', () => {
    expect(codes(cycleFindings({ ...sampleModel, bindings: [binding('a.x', 'a.y')] }))).toEqual([
      'cycle_unbuffered',
    ]);
  });

  test('two ways to one place are no circle', () => {
    const diamond = [
      binding('a.x', 'b.x'),
      binding('a.y', 'c.x'),
      binding('b.y', 'd.x'),
      binding('c.y', 'd.x'),
    ];
    expect(cycleFindings({ ...sampleModel, bindings: diamond })).toEqual([]);
  });
});

describe('configuration', () => {
  test.each([
    [{ http: { port: 70_000, prefix: '' } }, 'port_invalid'],
    [{ http: { port: 8080, prefix: 'api/' } }, 'prefix_invalid'],
    [{ storage: { kind: 'sqlite', file: '../outside.sqlite' } }, 'data_file_invalid'],
    [{ storage: { kind: 'sqlite', file: '' } }, 'data_file_invalid'],
    [{ components: sampleModel.components.slice(1) }, 'endpoint_missing'],
    [{ components: sampleModel.components.slice(0, 2) }, 'store_missing'],
  ] as const)('%j', (change, code) => {
    expect(codes(configurationFindings({ ...sampleModel, ...change }))).toEqual([code]);
  });

  test('two operations for the same requests, whatever their parameters are called', () => {
    const [, read] = sampleModel.operations;
    if (!read) throw new Error('the sample has three operations');
    const other = {
      ...read,
      name: 'findNote',
      http: { ...read.http, path: ['notes', { parameter: 'other' }] },
    };
    const model = { ...sampleModel, operations: [...sampleModel.operations, other] };
    expect(configurationFindings(model)).toMatchObject([
      { code: 'route_taken_twice', message: expect.stringContaining('readNote and findNote') },
    ]);
  });
});
