import type { Expression, ExpressionNode } from '../../../expression/expression.ts';
import { childrenOf, fieldPath } from '../../code/expression-walk.ts';
import { compileNode } from '../../code/compile-node.ts';
import type { SourceFile } from '../../code/source-file.ts';
import type { OperationPlan } from '../../plan/operation-plan.ts';
import { NamePool } from '../../plan/name-pool.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import { isSafeVariable } from '../../../naming/identifier.ts';

/** Names that the code of operations uses for other things. */
const ownNames = ['tables', 'input', 'query', 'record', 'refuse', 'refuseField', 'toCents'];

/** The variables of an operation as its code names them, and the compiler of its expressions. */
export class OperationScope {
  readonly file: SourceFile;
  readonly usage: StorageUsage;
  readonly #code = new Map<string, string>();
  readonly #locals: NamePool;
  #found = '';

  constructor(plan: OperationPlan, file: SourceFile, usage: StorageUsage) {
    this.file = file;
    this.usage = usage;
    const parameters = plan.pathParameters.map(({ variable }) => variable);
    this.#locals = new NamePool([...ownNames, ...parameters]);
    for (const { name, variable } of plan.pathParameters) this.#code.set(pathKey(name), variable);
  }

  /** The variable of a step. Expressions that name it get `suffix` after it: `.items` for lists. */
  declare(name: string, suffix = ''): string {
    const variable = this.#locals.take(name, 'Found');
    this.#code.set(name, variable + suffix);
    return variable;
  }

  /** A variable that no expression knows. */
  local(name: string): string {
    return this.#locals.take(isSafeVariable(name) ? name : `${name}Value`, 'Value');
  }

  /** Remembers the variable that holds what an upsert has found, or nothing. */
  rememberFound(variable: string): void {
    this.#found = variable;
  }

  /** Whether the upsert has created its record. */
  isNewCode(): string {
    return `${this.#found} === undefined`;
  }

  /** The variable of an earlier step. */
  variable(name: string): string {
    return this.#code.get(name)?.replace(/\.items$/, '') ?? name;
  }

  /** The day or the instant of the transaction. */
  clock(kind: 'today' | 'now'): string {
    return this.#variable(kind);
  }

  compile({ node }: Pick<Expression, 'node'>): string {
    return this.node(node);
  }

  node(node: ExpressionNode): string {
    return compileNode(withPathParameters(node), {
      variable: (name) => this.#variable(name),
      file: this.file,
    });
  }

  #variable(name: string): string {
    if (name === 'now') {
      this.usage.hasNow = true;
      return 'tables.now';
    }
    if (name === 'today') {
      this.usage.hasToday = true;
      return 'tables.today';
    }
    return this.#code.get(name) ?? name;
  }
}

function pathKey(parameter: string): string {
  return `path.${parameter}`;
}

/** Path parameters are parameters of the function, each by itself. */
function withPathParameters(node: ExpressionNode): ExpressionNode {
  const [variable, field] = fieldPath(node) ?? [];
  if (variable === 'path' && field !== undefined) {
    return { kind: 'variable', name: pathKey(field), type: node.type };
  }
  return mapChildren(node, withPathParameters);
}

function mapChildren(
  node: ExpressionNode,
  change: (child: ExpressionNode) => ExpressionNode,
): ExpressionNode {
  if (childrenOf(node).length === 0) return node;
  switch (node.kind) {
    case 'member':
      return { ...node, target: change(node.target) };
    case 'index':
      return { ...node, target: change(node.target), index: change(node.index) };
    case 'list':
      return { ...node, items: node.items.map(change) };
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
