import { constantOf } from '../expression/constant.ts';
import { referencesOf } from '../expression/references.ts';
import { holesOf, type Template } from '../expression/template.ts';
import type { StepKinds } from './step-kinds.ts';
import type { Step, Workflow } from './workflow.ts';

/** A step that no run would ever do anything with. */
export interface RemovedStep {
  readonly name: string;
  readonly why: 'its condition is never true' | 'it has no items' | 'nothing uses its output';
}

/** What is left of a workflow once everything that cannot run has been taken out. */
export interface OptimisedWorkflow {
  readonly steps: readonly Step[];
  readonly removed: readonly RemovedStep[];
  /** The outputs of removed steps, for those that read them: null for a skipped step, an empty list for a map. */
  readonly known: Readonly<Record<string, unknown>>;
}

/**
 * Takes out the steps whose condition is false in every run, maps over nothing, and computations that nobody reads. One
 * removal may lead to the next: what a removed step would have given is known.
 */
export function optimise({ steps, output }: Workflow, kinds: StepKinds): OptimisedWorkflow {
  const removed: RemovedStep[] = [];
  const known: Record<string, unknown> = {};
  let kept: Step[] = [];
  for (const step of steps) {
    const condition = step.condition && constantOf(step.condition.expression.ast, known)?.value;
    if (condition === false) {
      removed.push({ name: step.name, why: 'its condition is never true' });
      known[step.name] = null;
    } else if (isEmptyMap(step, known)) {
      removed.push({ name: step.name, why: 'it has no items' });
      known[step.name] = [];
    } else kept.push(condition === true ? { ...step, condition: undefined } : step);
  }
  if (output?.as !== undefined) kept = withoutUnused(kept, stepsReadBy(output.as), kinds, removed);
  return { steps: kept.map((step) => withoutNeeds(step, known)), removed, known };
}

function isEmptyMap(step: Step, known: Readonly<Record<string, unknown>>): boolean {
  if (step.kind !== 'work' || step.repeat?.kind !== 'map') return false;
  const items = constantOf(step.repeat.over.expression.ast, known)?.value;
  return step.condition === undefined && Array.isArray(items) && items.length === 0;
}

/** From the last step to the first, so that what only an unused step needs is unused, too. */
function withoutUnused(
  steps: readonly Step[],
  read: 'all' | ReadonlySet<string>,
  kinds: StepKinds,
  removed: RemovedStep[],
): Step[] {
  const needed = new Set(read === 'all' ? steps.map(({ name }) => name) : read);
  const kept: Step[] = [];
  for (const step of steps.toReversed()) {
    if (!needed.has(step.name) && step.kind === 'work' && kinds.get(step.uses)?.isPure === true) {
      removed.push({ name: step.name, why: 'nothing uses its output' });
      continue;
    }
    for (const need of step.needs) needed.add(need);
    kept.unshift(step);
  }
  return kept;
}

function withoutNeeds(step: Step, known: Readonly<Record<string, unknown>>): Step {
  return step.needs.some((need) => Object.hasOwn(known, need))
    ? { ...step, needs: step.needs.filter((need) => !Object.hasOwn(known, need)) }
    : step;
}

/** The steps whose outputs a template reads; all of them when it picks one by a name computed in the run. */
export function stepsReadBy(template: Template): 'all' | ReadonlySet<string> {
  const references = holesOf(template)
    .flatMap(({ expression }) => referencesOf(expression.ast))
    .filter(({ variable }) => variable === 'steps');
  if (references.some(({ field }) => field === undefined)) return 'all';
  return new Set(references.map(({ field }) => field ?? ''));
}
