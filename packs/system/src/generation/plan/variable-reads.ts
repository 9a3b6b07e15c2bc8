import type { Expression } from '../../expression/expression.ts';
import type { Answer, AnswerBody, Assignment, LoadKey, Step } from '../../model/operation.ts';
import { allSteps, innerSteps, mapInnerLists } from '../../model/walk-steps.ts';
import { variablesIn } from '../../expression/expression-walk.ts';

/** Whether a variable is read somewhere. */
export type Reads = (variable: string) => boolean;

/** What steps read, those inside them included. */
export function readsOf(steps: readonly Step[]): Reads {
  const names = new Set(allSteps(steps).flatMap(readsOfStep));
  return (variable) => names.has(variable);
}

/** The names of all variables that steps read, those inside them included. */
export function variablesOf(steps: readonly Step[]): readonly string[] {
  return [...new Set(allSteps(steps).flatMap(readsOfStep))];
}

/** What an answer reads. */
export function readsOfAnswer({ body, headers = [], location, redirect }: Answer): Reads {
  const names = new Set([
    ...inBody(body),
    ...headers.flatMap(({ value }) => inExpression(value)),
    ...inExpression(redirect),
    ...(location === undefined ? [] : [location.variable]),
  ]);
  return (variable) => names.has(variable);
}

function inBody(body: AnswerBody): readonly string[] {
  switch (body.kind) {
    case 'empty':
      return [];
    case 'variable':
      return [body.name];
    case 'object':
      return inAssignments(body.fields);
    case 'value':
      return inExpression(body.value);
  }
}

type EachStep = Extract<Step, { kind: 'each' }>;

/** What is read after one round of a loop: by what it collects, by the next round, and by what follows the loop. */
export function readsAfterRound({ variable, steps, collect }: EachStep, readsLater: Reads): Reads {
  const collected = new Set(inExpression(collect?.value));
  const own = new Set([variable, ...allSteps(steps).flatMap(declaredBy)]);
  const inLoop = readsOf(steps);
  return (name) => collected.has(name) || (!own.has(name) && (inLoop(name) || readsLater(name)));
}

/** Variables that a step gives a name. */
export function declaredBy(step: Step): readonly string[] {
  if (step.kind === 'each') return [step.variable, ...(step.collect === undefined ? [] : [step.collect.as])];
  return 'as' in step ? [step.as] : [];
}

/** Whether one of the steps gives the variable a new value that something reads afterwards. */
export function isChanged(
  variable: string,
  steps: readonly Step[],
  readsAfter: Reads,
  isResult: (step: Step) => boolean = () => false,
): boolean {
  return steps.some((step, index) => {
    const later = readsOf(steps.slice(index + 1));
    const readsLater = (name: string) => later(name) || readsAfter(name);
    const isChange = (step.kind === 'update' || step.kind === 'increment') && step.target === variable;
    if (isChange) return readsLater(variable) && !isResult(step);
    const readsAfterInner = step.kind === 'each' ? readsAfterRound(step, readsLater) : readsLater;
    return innerSteps(step).some((inner) => isChanged(variable, inner, readsAfterInner));
  });
}

/** The steps without those that only find out what nothing reads. */
export function liveSteps(
  steps: readonly Step[],
  readsAfter: Reads,
  isResult: (step: Step) => boolean = () => false,
): readonly Step[] {
  let live: readonly Step[] = [];
  for (const step of steps.toReversed()) {
    const later = live;
    const kept = liveStep(step, (name) => isReadFirst(name, later) ?? readsAfter(name));
    if (kept !== undefined || isResult(step)) live = [kept ?? step, ...live];
  }
  return live;
}

/** Whether the steps read a variable before they give its name to something else; undefined when they do neither. */
function isReadFirst(name: string, steps: readonly Step[]): boolean | undefined {
  for (const step of steps) {
    const isItem = step.kind === 'each' && step.variable === name;
    const isReadInside = !isItem && innerSteps(step).some((inner) => isReadFirst(name, inner));
    if (isReadInside || readsOfStep(step).includes(name)) return true;
    if (!isItem && declaredBy(step).includes(name)) return false;
  }
  return undefined;
}

/** Steps that leave nothing behind but a value. */
const finding: ReadonlySet<Step['kind']> = new Set(['find', 'list', 'count', 'compute']);

function liveStep(step: Step, readsLater: Reads): Step | undefined {
  if (finding.has(step.kind)) return declaredBy(step).some(readsLater) ? step : undefined;
  switch (step.kind) {
    case 'if':
      return withLiveInside(step, readsLater);
    case 'each': {
      const kept = withLiveInside(step, readsAfterRound(step, readsLater));
      return step.collect !== undefined && readsLater(step.collect.as)
        ? (kept ?? { ...step, steps: [] })
        : kept;
    }
    default:
      return step;
  }
}

/** The step with what is alive inside it; undefined where nothing is. */
function withLiveInside(step: Step, readsAfter: Reads): Step | undefined {
  const kept = mapInnerLists(step, (inner) => liveSteps(inner, readsAfter));
  return innerSteps(kept).some((inner) => inner.length > 0) ? kept : undefined;
}

type StepReads = {
  readonly [Kind in Step['kind']]: (step: Extract<Step, { kind: Kind }>) => readonly string[];
};

/** What each step reads by itself, without those inside it. */
const stepReads: StepReads = {
  load: ({ by, missing }) => [...inKey(by), ...inExpression(missing.text)],
  find: ({ by }) => inKey(by),
  list: ({ atMost, where }) => [...inExpression(where), ...inExpression(atMost)],
  count: ({ where }) => inExpression(where),
  require: ({ condition, otherwise }) => [...inExpression(condition), ...inExpression(otherwise.text)],
  compute: ({ value }) => inExpression(value),
  create: ({ set }) => inAssignments(set),
  update: ({ target, set }) => [target, ...inAssignments(set)],
  upsert: ({ key, set }) => inAssignments([...key, ...set]),
  increment: ({ target, by, otherwise }) => [target, ...inExpression(by), ...inExpression(otherwise.text)],
  delete: ({ target }) => [target],
  refer: ({ value, condition }) => [...inExpression(value), ...(condition ? inExpression(condition) : [])],
  emit: ({ payload }) => inAssignments(payload),
  send: ({ to, body, headers, signature }) => [
    ...inExpression(to),
    ...inExpression(body),
    ...headers.flatMap(({ value }) => inExpression(value)),
    ...inExpression(signature?.secret),
  ],
  if: ({ condition }) => inExpression(condition),
  each: ({ list, collect }) => [...inExpression(list), ...inExpression(collect?.value)],
};

function readsOfStep(step: Step): readonly string[] {
  return (stepReads[step.kind] as (step: Step) => readonly string[])(step);
}

function inKey(by: LoadKey): readonly string[] {
  if (by.kind === 'unique') return inAssignments(by.fields);
  return inExpression(by.kind === 'id' ? by.value : by.condition);
}

function inAssignments(assignments: readonly Assignment[]): readonly string[] {
  return assignments.flatMap(({ value }) => inExpression(value));
}

function inExpression(expression: Expression | undefined): readonly string[] {
  return expression === undefined ? [] : [...variablesIn(expression.node)];
}
