import type { Needs, Stage } from '../definition/stage.ts';
import type { Variables } from '../expression/expression.ts';
import { evaluateTemplate } from '../expression/template.ts';
import { evaluateList } from './compile-scope.ts';
import { commonOptions, inputTemplateOf, type StepCompilation } from './compile-step.ts';
import { standardSchema } from './fit-schema.ts';
import type { Breakpoints } from './run-input.ts';
import type { Step } from './workflow.ts';

const prefix = 'break.';

/** What a person is shown where the debugger stops. */
export interface BreakpointPrompt {
  readonly step: string;
  /** The step kind, the file used, `approval` or `sleep`. */
  readonly uses: string;
  /** The step's `with` with its expressions evaluated; for a map, of its first item. */
  readonly input: unknown;
  /** A map's items. */
  readonly items?: readonly unknown[];
}

/** The step that a stage holds back; undefined for a stage that is no breakpoint. */
export function stepHeldBy(stage: string): string | undefined {
  return stage.startsWith(prefix) ? stage.slice(prefix.length) : undefined;
}

export function breakpointOf(step: string): string {
  return `${prefix}${step}`;
}

export function isHeld(step: string, breakpoints: Breakpoints | undefined): boolean {
  return breakpoints === 'all' || (breakpoints?.includes(step) ?? false);
}

/**
 * Adds an approval that the step has to wait for. Being part of the journaled run, it is still there after the process
 * died; a step that would be skipped is not held.
 */
export function addBreakpoint(step: Step, needs: Needs, { builder, variablesOf }: StepCompilation): Stage {
  return builder.approval(breakpointOf(step.name), {
    ...commonOptions(step, needs, variablesOf),
    prompt: (context) => ({ step: step.name, uses: usesOf(step), ...shown(step, variablesOf(context)) }),
    answer: standardSchema(undefined),
  });
}

type Shown = Pick<BreakpointPrompt, 'input' | 'items'>;

/** Showing must not stop the run: an input that cannot be evaluated yet is shown as the reason why. */
function shown(step: Step, variables: Variables): Shown {
  try {
    const { more, ...items } = repeatVariables(step, variables);
    const template = inputTemplateOf(step);
    return { input: template && evaluateTemplate(template, { ...variables, ...more }), ...items };
  } catch (error) {
    return { input: error instanceof Error ? error.message : String(error) };
  }
}

function repeatVariables(step: Step, variables: Variables): { more: Variables; items?: readonly unknown[] } {
  if (step.kind !== 'work' || step.repeat === undefined) return { more: {} };
  if (step.repeat.kind === 'loop') {
    return { more: { previous: evaluateTemplate(step.repeat.initial, variables), round: 1 } };
  }
  const items = evaluateList(step.repeat.over.expression, variables);
  return { more: { item: items[0] ?? null, key: '0', index: 0 }, items };
}

function usesOf(step: Step): string {
  return step.kind === 'work' ? step.uses : step.kind === 'call' ? step.file : step.kind;
}
