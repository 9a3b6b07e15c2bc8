import { childrenOf } from '../../expression/children-of.ts';
import type { Expression, ExpressionNode } from '../../expression/expression.ts';
import type { Assignment, LoadKey, Step } from '../../model/operation.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { type ByKind, byKind } from '../by-kind.ts';

/** What the expressions of an operation speak of: the hints where a search for inputs should look. */
export interface ExpressionFacts {
  /** Names of members: `capacity` in `shift.capacity`, `task` in `input.task`. */
  readonly members: ReadonlySet<string>;
  readonly literals: readonly (string | number | boolean)[];
}

/** @param others expressions that stand beside the steps */
export function expressionFacts(steps: readonly Step[], others: readonly Expression[] = []): ExpressionFacts {
  const nodes = [...expressionsOf(steps), ...others].flatMap(({ node }) => nodesOf(node));
  const incremented = allSteps(steps).filter((step) => step.kind === 'increment');
  const members = nodes.flatMap((node) => (node.kind === 'member' ? [node.name] : []));
  return {
    members: new Set([...members, ...incremented.map(({ field }) => field)]),
    literals: [...new Set(nodes.flatMap(literalsIn))],
  };
}

function literalsIn(node: ExpressionNode): readonly Scalar[] {
  if (node.kind === 'call') return exampleValues(node);
  return node.kind === 'literal' && node.value !== null ? [node.value] : [];
}

/** What examples of a function written by hand are given. */
function exampleValues({ own }: Extract<ExpressionNode, { kind: 'call' }>): readonly Scalar[] {
  return (own?.examples ?? []).flatMap(({ given }) => given.filter(isScalar));
}

type Scalar = string | number | boolean;

function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

const setOf = ({ set }: { readonly set: readonly Assignment[] }) => set.map(({ value }) => value);
const whereOf = ({ where }: { readonly where?: Expression }) => (where ? [where] : []);
const none = () => [];

function inKey(by: LoadKey): readonly Expression[] {
  if (by.kind === 'unique') return by.fields.map(({ value }) => value);
  return [by.kind === 'id' ? by.value : by.condition];
}

const expressionsOfStep: ByKind<Step, [], readonly Expression[]> = {
  load: ({ by }) => inKey(by),
  find: ({ by }) => inKey(by),
  list: ({ atMost, where }) => [where, atMost].filter((one) => one !== undefined),
  count: whereOf,
  require: ({ condition }) => [condition],
  compute: ({ value }) => [value],
  increment: ({ by }) => [by],
  create: setOf,
  update: setOf,
  upsert: ({ key, set }) => [...key, ...set].map(({ value }) => value),
  delete: none,
  refer: none,
  emit: none,
  send: none,
  if: ({ condition }) => [condition],
  each: ({ list, collect }) => (collect ? [list, collect.value] : [list]),
};

function expressionsOf(steps: readonly Step[]): readonly Expression[] {
  return allSteps(steps).flatMap((step) => byKind(expressionsOfStep, step));
}

function nodesOf(node: ExpressionNode): readonly ExpressionNode[] {
  return [node, ...childrenOf(node).flatMap(nodesOf)];
}
