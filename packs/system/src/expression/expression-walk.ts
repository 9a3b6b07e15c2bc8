import { childrenOf } from './children-of.ts';
import type { ExpressionNode } from './expression.ts';

/** Names of the variables that an expression reads; those a comprehension declares itself are not among them. */
export function variablesIn(node: ExpressionNode): ReadonlySet<string> {
  if (node.kind === 'variable') return new Set([node.name]);
  const names = new Set(childrenOf(node).flatMap((child) => [...variablesIn(child)]));
  if (node.kind === 'comprehension' && !variablesIn(node.range).has(node.variable))
    names.delete(node.variable);
  return names;
}

/** `input.title` → `['input', 'title']`; undefined for anything else than a field of a variable. */
export function fieldPath(node: ExpressionNode): readonly [variable: string, field: string] | undefined {
  if (node.kind !== 'member' || node.target.kind !== 'variable') return undefined;
  return [node.target.name, node.name];
}

/** The same expression with other direct parts. */
export function mapChildren(
  node: ExpressionNode,
  change: (child: ExpressionNode) => ExpressionNode,
): ExpressionNode {
  switch (node.kind) {
    case 'member':
      return { ...node, target: change(node.target) };
    case 'index':
      return { ...node, target: change(node.target), index: change(node.index) };
    case 'list':
      return { ...node, items: node.items.map(change) };
    case 'object':
      return { ...node, fields: node.fields.map(({ name, value }) => ({ name, value: change(value) })) };
    case 'unary':
      return { ...node, operand: change(node.operand) };
    case 'binary':
      return { ...node, left: change(node.left), right: change(node.right) };
    case 'conditional':
      return {
        ...node,
        condition: change(node.condition),
        whenTrue: change(node.whenTrue),
        whenFalse: change(node.whenFalse),
      };
    case 'call':
      return { ...node, arguments: node.arguments.map(change) };
    case 'comprehension':
      return { ...node, range: change(node.range), body: change(node.body) };
    default:
      return node;
  }
}

/** The same expression with another name for a variable. */
export function renameVariable(node: ExpressionNode, from: string, to: string): ExpressionNode {
  return replaceVariable(node, from, (variable) => ({ ...variable, name: to }));
}

/** The same expression with something else in the place of a variable. */
export function replaceVariable(
  node: ExpressionNode,
  name: string,
  replace: (variable: Extract<ExpressionNode, { kind: 'variable' }>) => ExpressionNode,
): ExpressionNode {
  if (node.kind === 'variable') return node.name === name ? replace(node) : node;
  if (node.kind === 'comprehension' && node.variable === name) {
    return { ...node, range: replaceVariable(node.range, name, replace) };
  }
  return mapChildren(node, (child) => replaceVariable(child, name, replace));
}

/** A value as one that may be null, whatever guards have told of it. */
export function withoutGuard(node: ExpressionNode): ExpressionNode {
  if (!('isNarrowed' in node)) return node;
  const { isNarrowed: _, ...plain } = node;
  return plain;
}
