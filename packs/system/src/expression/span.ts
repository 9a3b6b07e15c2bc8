import { durationMs, durationText } from './duration.ts';
import type { ExpressionNode, ValueType } from './expression.ts';
import { nonNull, nullable } from './value-type.ts';

/**
 * A duration counts milliseconds where it is computed with, and is a text of ISO 8601 where it is kept, given or answered: a
 * span. Each is made of the other where the place asks for it.
 */
const duration: ValueType = { kind: 'duration' };
const span: ValueType = { kind: 'span' };

/** A span to compute with; anything else as it is. */
export function counted(node: ExpressionNode): ExpressionNode {
  if (node.type.kind === 'list' && node.type.of.kind === 'span') return countedItems(node, node.type);
  if (node.type.kind !== 'span') return node;
  if (node.kind === 'literal') {
    return { kind: 'literal', value: durationMs(String(node.value)) ?? 0, type: duration };
  }
  if (node.kind === 'call' && node.name === 'spanOf' && node.arguments[0] !== undefined)
    return node.arguments[0];
  return { kind: 'call', name: 'lengthOf', arguments: [node], type: duration };
}

function countedItems(list: ExpressionNode, type: Extract<ValueType, { kind: 'list' }>): ExpressionNode {
  if (list.kind === 'comprehension' && list.macro === 'map')
    return { ...list, body: counted(list.body), type: { kind: 'list', of: duration } };
  return eachOf(list, counted({ kind: 'variable', name: item, type: type.of }), duration);
}

const item = 'length';

/** What the items of a list are made into, each of them being called `length`. */
function eachOf(range: ExpressionNode, body: ExpressionNode, of: ValueType): ExpressionNode {
  return { kind: 'comprehension', macro: 'map', range, variable: item, body, type: { kind: 'list', of } };
}

/** A value to keep or to answer: every duration in it as a span. */
export function written(node: ExpressionNode): ExpressionNode {
  switch (node.kind) {
    case 'list': {
      const items = node.items.map(written);
      return { ...node, items, type: writtenType(node.type) };
    }
    case 'object': {
      const fields = node.fields.map(({ name, value }) => ({ name, value: written(value) }));
      return { ...node, fields, type: writtenType(node.type) };
    }
    case 'comprehension':
      return node.macro === 'map'
        ? { ...node, body: written(node.body), type: writtenType(node.type) }
        : node;
    case 'conditional':
      return {
        ...node,
        whenTrue: written(node.whenTrue),
        whenFalse: written(node.whenFalse),
        type: writtenType(node.type),
      };
    default:
      return node.type.kind === 'list' && node.type.of.kind === 'duration'
        ? writtenItems(node)
        : writtenValue(node);
  }
}

function writtenItems(list: ExpressionNode): ExpressionNode {
  return eachOf(list, writtenValue({ kind: 'variable', name: item, type: duration }), span);
}

/** Values that are to be of one type: spans, where only some of them are durations to compute with. */
export function agreed<Nodes extends readonly ExpressionNode[]>(nodes: Nodes): Nodes {
  const kinds = new Set(nodes.map(({ type }) => nonNull(type).kind));
  return kinds.has('span') && kinds.has('duration') ? (nodes.map(written) as unknown as Nodes) : nodes;
}

function writtenValue(node: ExpressionNode): ExpressionNode {
  if (nonNull(node.type).kind !== 'duration') return node;
  if (node.kind === 'literal')
    return { kind: 'literal', value: durationText(Number(node.value)), type: span };
  if (node.type.kind === 'duration') return { kind: 'call', name: 'spanOf', arguments: [node], type: span };
  return { kind: 'call', name: 'spanOrNull', arguments: [node], type: nullable(span) };
}

function writtenType(type: ValueType): ValueType {
  switch (type.kind) {
    case 'duration':
      return span;
    case 'nullable':
      return nullable(writtenType(type.of));
    case 'list':
      return { kind: 'list', of: writtenType(type.of) };
    case 'object':
      return {
        kind: 'object',
        fields: Object.fromEntries(
          Object.entries(type.fields).map(([name, field]) => [name, writtenType(field)]),
        ),
      };
    default:
      return type;
  }
}
