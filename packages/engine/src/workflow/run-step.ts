import type { Done, Fallen } from '../definition/context.ts';
import { validate } from '../definition/schema.ts';
import type { WorkContext } from '../definition/stage-definition.ts';
import { TerminalError } from '../errors.ts';
import type { Variables } from '../expression/expression.ts';
import { evaluateTemplate, type Template } from '../expression/template.ts';
import { failureOf } from '../journal/failure.ts';
import { evaluateCondition, type VariablesOf } from './compile-scope.ts';
import { NotRetriedError } from './errors.ts';
import type { StepKind } from './step-kinds.ts';
import type { Step, WorkPart } from './workflow.ts';
import { faultOf } from './workflow-fault.ts';

/** The functions a step becomes in the pipeline. */
export interface StepWork {
  readonly run: (context: WorkContext) => Promise<unknown>;
  readonly fallback: ((context: WorkContext & Fallen) => unknown) | undefined;
  readonly compensate: ((context: WorkContext & Done<unknown>) => Promise<void>) | undefined;
}

/** What a step does, and what undoes it. */
export function workOfStep(
  step: Step & WorkPart,
  kind: StepKind,
  undo: StepKind | undefined,
  variablesOf: VariablesOf,
): StepWork {
  const inside = (context: WorkContext, more: Variables = {}): Variables =>
    variablesOf(context, { ...repeatVariables(step, context), ...more });
  const { fallback, compensate } = step;
  return {
    run: async (context) => {
      try {
        return await perform(kind, step.with, inside(context), context);
      } catch (error) {
        throw context.signal.aborted ? error : judged(error, step, inside(context));
      }
    },
    fallback:
      fallback &&
      (({ failure, ...context }) =>
        evaluateTemplate(fallback, inside(context, { error: faultOf(failure, step.name) }))),
    compensate:
      compensate &&
      undo &&
      (async ({ output, ...context }) => {
        await perform(undo, compensate.with, inside(context, { output: output ?? null }), context);
      }),
  };
}

async function perform(
  kind: StepKind,
  given: Template,
  variables: Variables,
  context: WorkContext,
): Promise<unknown> {
  const { services, runId, stage, attempt, idempotencyKey, signal, progress, log } = context;
  const input = await validate(kind.input, evaluateTemplate(given, variables), `The input of ${stage}`);
  const run = kind.run as (context: unknown) => unknown;
  const result = await run({
    input,
    services,
    runId,
    stage,
    attempt,
    idempotencyKey,
    signal,
    progress,
    log,
  });
  return kind.output === undefined ? result : validate(kind.output, result, `The output of ${kind.name}`);
}

/** Says of an error whether the step's `retry` tries it again. */
function judged(error: unknown, { retry, name }: Step & WorkPart, variables: Variables): unknown {
  if (retry === undefined || error instanceof TerminalError) return error;
  const failed = { ...variables, error: faultOf(failureOf(error), name) };
  const isWanted = retry.when === undefined || evaluateCondition(retry.when.expression, failed);
  const isExcepted = retry.exceptWhen !== undefined && evaluateCondition(retry.exceptWhen.expression, failed);
  if (isWanted && !isExcepted) return error;
  return new NotRetriedError(error instanceof Error ? error.message : String(error), { cause: error });
}

function repeatVariables(
  { repeat }: WorkPart,
  { item, key, index, previous, round }: WorkContext,
): Variables {
  switch (repeat?.kind) {
    case 'map':
      return { item: item ?? null, key, index };
    case 'loop':
      return { previous: previous ?? null, round };
    default:
      return {};
  }
}
