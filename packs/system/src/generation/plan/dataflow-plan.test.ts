import { expect, test } from 'vitest';
import { lowerBlueprint } from '../../lowering/lower-blueprint.ts';
import { dataflowOf } from '../../model/http-sources.ts';
import { dataflowNames } from './dataflow-plan.ts';
import { typeName, type NamedType } from './named-type.ts';

const { model } = lowerBlueprint(`
millwright: 1
name: clashes
types:
  Message: { text: text }
  QuietFilter: { text: text }
components:
  source: { kind: Source, of: Message, http: POST /messages }
  filter: { kind: Filter, of: Message, keep: message.text != 'x' }
  loud: { kind: Filter, of: Message, keep: message.text != 'y' }
  loudFilter: { kind: Filter, of: Message, keep: message.text != 'z' }
  quiet: { kind: Filter, of: Message, keep: message.text != 'z' }
  transformer: { kind: Transformer, of: Message, to: QuietFilter, from: message }
  logSink: { kind: Sink, of: QuietFilter, log: info }
bindings:
  - source -> filter -> loud -> loudFilter -> quiet -> transformer -> logSink
`);

test('no class is called like a class of the harness, a type, or another component', () => {
  const names = dataflowOf(model).map((component) => dataflowNames(component, model));
  expect(names.map(({ className }) => className)).toEqual([
    'SourceComponent',
    'FilterComponent',
    'LoudFilter',
    'LoudFilterComponent',
    'QuietFilterComponent',
    'TransformerComponent',
    'LogSinkComponent',
  ]);
  expect(new Set(names.map(({ file }) => file)).size).toBe(names.length);
});

test('a type is not called like what components import of the harness', () => {
  const [source] = dataflowOf(model);
  expect(typeName(source?.of as NamedType)).toBe('MessageValue');
});
