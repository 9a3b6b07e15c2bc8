import type { Expression } from '../../expression/expression.ts';
import type { Assignment, LoadKey, Step } from '../../model/operation.ts';

type ExpressionsOf = {
  readonly [Kind in Step['kind']]: (step: Extract<Step, { kind: Kind }>) => readonly Expression[];
};

const valuesOf = (assignments: readonly Assignment[]) => assignments.map(({ value }) => value);
const present = (...all: readonly (Expression | undefined)[]) => all.filter((one) => one !== undefined);

const expressions: ExpressionsOf = {
  load: ({ by }) => inKey(by),
  find: ({ by }) => inKey(by),
  list: ({ where, atMost }) => present(where, atMost),
  count: ({ where }) => present(where),
  require: ({ condition }) => [condition],
  compute: ({ value }) => [value],
  create: ({ set }) => valuesOf(set),
  update: ({ set }) => valuesOf(set),
  upsert: ({ key, set }) => valuesOf([...key, ...set]),
  increment: ({ by }) => [by],
  delete: () => [],
  refer: ({ value, condition }) => (condition === undefined ? [value] : [value, condition]),
  emit: ({ payload }) => valuesOf(payload),
  send: ({ to, body, headers, signature }) => [
    to,
    body,
    ...headers.map(({ value }) => value),
    ...(signature === undefined ? [] : [signature.secret]),
  ],
  if: ({ condition }) => [condition],
  each: ({ list, collect }) => present(list, collect?.value),
};

/** The expressions of a step itself, without those of the steps inside it. */
export function expressionsOfStep(step: Step): readonly Expression[] {
  return (expressions[step.kind] as (step: Step) => readonly Expression[])(step);
}

function inKey(by: LoadKey): readonly Expression[] {
  if (by.kind === 'id') return [by.value];
  return by.kind === 'where' ? [by.condition] : valuesOf(by.fields);
}
