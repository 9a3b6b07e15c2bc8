import type { ComputedField, Field } from '../model/field.ts';
import type { ExpressionNode, OwnCall, ValueType } from './expression.ts';
import { fail } from './expression-problem.ts';
import type { SyntaxNode } from './parse-expression.ts';

/** What an expression may use. */
export interface ExpressionScope {
  readonly variables: ReadonlyMap<string, ValueType>;
  readonly fieldsOf: (entity: string) => readonly (Field | ComputedField)[];
  /** Paths such as `input.note` that are known not to be null here. */
  readonly notNull: ReadonlySet<string>;
  /** Functions besides the built-in ones, by name. */
  readonly functions?: ReadonlyMap<string, OwnFunction>;
}

/** A function that the blueprint declares. */
export interface OwnFunction {
  readonly parameters: readonly { readonly name: string; readonly type: ValueType }[];
  readonly result: ValueType;
  readonly own: OwnCall;
}

/** A checked node, with what is known not to be null once it has come out true, or false. */
export interface Checked {
  readonly node: ExpressionNode;
  readonly whenTrue: readonly string[];
  readonly whenFalse: readonly string[];
}

/** The check of a whole syntax tree, as the checks of single constructs call it. */
export type Check = (syntax: SyntaxNode, scope: ExpressionScope) => Checked;

const none: readonly string[] = [];

export function plain(node: ExpressionNode): Checked {
  return { node, whenTrue: none, whenFalse: none };
}

/** A scope in which these paths are known not to be null. */
export function narrow(scope: ExpressionScope, paths: readonly string[]): ExpressionScope {
  return paths.length === 0 ? scope : { ...scope, notNull: new Set([...scope.notNull, ...paths]) };
}

/** `input.note` or `tasks[0]` for what can be named, undefined for anything that has to be computed. */
export function pathOf(node: ExpressionNode): string | undefined {
  if (node.kind === 'variable') return node.name;
  if (node.kind !== 'member' && node.kind !== 'index') return undefined;
  const target = pathOf(node.target);
  if (target === undefined) return undefined;
  if (node.kind === 'member') return `${target}.${node.name}`;
  return node.index.kind === 'literal' ? `${target}[${node.index.value}]` : undefined;
}

/** True when a path is the variable itself or leads through it. */
export function isWithin(path: string, variable: string): boolean {
  return path === variable || path.startsWith(`${variable}.`) || path.startsWith(`${variable}[`);
}

/** Ends the check of a value that may be null where it must not be. */
export function failNullable(node: ExpressionNode, offset: number, isAssigned = false): never {
  const path = pathOf(node);
  if (path === undefined) {
    const suggestion = 'Say what stands in its place: `coalesce(…, …)`.';
    return fail('may_be_null', offset, 'This may be null here.', suggestion);
  }
  const step = `\`require: ${path} != null\``;
  return fail(
    'may_be_null',
    offset,
    `\`${path}\` may be null here.`,
    isAssigned
      ? `Make it required, or add a step ${step} before.`
      : `Guard it: \`${path} != null && …\`, or add a step ${step} before.`,
  );
}
