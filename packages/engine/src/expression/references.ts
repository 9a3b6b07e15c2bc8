import type { ASTNode } from '@marcbachmann/cel-js';

/** What an expression reads: a variable, and the first field of it where the expression names one. */
export interface Reference {
  readonly variable: string;
  readonly field: string | undefined;
  /** Characters into the expression, of the field if there is one. */
  readonly offset: number;
}

const comprehensions = new Set(['all', 'exists', 'exists_one', 'filter', 'map']);

/** Everything an expression reads from outside itself: variables of its own comprehensions are left out. */
export function referencesOf(ast: ASTNode): readonly Reference[] {
  const found: Reference[] = [];
  visit(ast, new Set(), found);
  return found;
}

function visit(node: ASTNode, bound: ReadonlySet<string>, found: Reference[]): void {
  const field = fieldAccess(node);
  if (field !== undefined) {
    if (!bound.has(field.variable)) found.push(field);
    return;
  }
  if (node.op === 'id') {
    if (!bound.has(node.args)) found.push({ variable: node.args, field: undefined, offset: node.start });
    return;
  }
  if (node.op === 'rcall') return visitMethod(node.args, bound, found);
  for (const child of childrenOf(node.args)) visit(child, bound, found);
}

/** `steps.charge`, `steps["charge"]`, `steps.?charge`. */
function fieldAccess(node: ASTNode): Reference | undefined {
  switch (node.op) {
    case '.':
    case '.?':
      return accessTo(node.args[0], node.args[1], node.end - node.args[1].length);
    case '[]':
    case '[?]': {
      const [object, index] = node.args;
      return index.op === 'value' ? accessTo(object, index.args, index.start) : undefined;
    }
    default:
      return undefined;
  }
}

function accessTo(object: ASTNode, field: unknown, offset: number): Reference | undefined {
  if (object.op !== 'id' || typeof field !== 'string') return undefined;
  return { variable: object.args, field, offset };
}

function visitMethod(
  [name, receiver, args]: readonly [string, ASTNode, ASTNode[]],
  bound: ReadonlySet<string>,
  found: Reference[],
): void {
  visit(receiver, bound, found);
  const [item] = args;
  const isMacro = comprehensions.has(name) && item?.op === 'id' && args.length > 1;
  const inside = isMacro ? new Set([...bound, item.args]) : bound;
  for (const argument of isMacro ? args.slice(1) : args) visit(argument, inside, found);
}

function childrenOf(args: unknown): readonly ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(childrenOf);
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : [];
}
