import type { PipelineBuilder } from '../definition/builder.ts';
import type { DecisionContext } from '../definition/context.ts';
import type { AnyPipeline, Pipeline } from '../definition/pipeline.ts';
import type { Needs, Stage, StageOptions } from '../definition/stage.ts';
import { TerminalError } from '../errors.ts';
import { evaluateTemplate, type Template } from '../expression/template.ts';
import { evaluateCondition, evaluateList, type VariablesOf } from './compile-scope.ts';
import { parseDuration } from './duration.ts';
import { standardSchema } from './fit-schema.ts';
import type { WorkflowRunInput } from './run-input.ts';
import { type StepWork, workOfStep } from './run-step.ts';
import type { StepKind, StepKinds } from './step-kinds.ts';
import type { LoopPart, MapPart, SleepPart, Step, WorkPart } from './workflow.ts';

export type WorkflowBuilder = PipelineBuilder<WorkflowRunInput, WorkflowRunInput, unknown>;

/** What compiling a step needs to know of the workflow around it. */
export interface StepCompilation {
  readonly builder: WorkflowBuilder;
  readonly kinds: StepKinds;
  readonly variablesOf: VariablesOf;
  /** The pipeline of a workflow file that a step uses, and the input of its runs. */
  readonly called: (file: string) => {
    readonly pipeline: AnyPipeline;
    readonly inputOf: (input: unknown) => WorkflowRunInput;
  };
}

/** Adds a step to the pipeline as the stage it means. */
export function compileStep(step: Step, needs: Needs, compilation: StepCompilation): Stage {
  const { builder, variablesOf, called } = compilation;
  const common = commonOptions(step, needs, variablesOf);
  switch (step.kind) {
    case 'work':
      return compileWork(step, common, compilation);
    case 'call': {
      const { pipeline, inputOf } = called(step.file);
      return builder.call(step.name, {
        ...common,
        pipeline: pipeline as Pipeline,
        input: (context) => inputOf(evaluateTemplate(step.with, variablesOf(context))),
      });
    }
    case 'approval':
      return builder.approval(step.name, {
        ...common,
        prompt: (context) => evaluateTemplate(step.prompt, variablesOf(context)),
        answer: standardSchema(step.answer),
        ...(step.timeoutMs === undefined ? {} : { timeoutMs: step.timeoutMs }),
      });
    case 'sleep':
      return builder.sleep(step.name, { ...common, forMs: (context) => sleepMs(step, variablesOf(context)) });
  }
}

type Common = StageOptions<WorkflowRunInput, Needs>;

/** What steps of all kinds have, apart from what they do. */
export function commonOptions({ condition, priority }: Step, needs: Needs, variablesOf: VariablesOf): Common {
  return {
    needs,
    ...(priority === undefined ? {} : { priority }),
    ...(condition && {
      when: (context: DecisionContext) => evaluateCondition(condition.expression, variablesOf(context)),
    }),
  };
}

/** What the builder's types say of a pipeline in code, checking the workflow has found out: here they are given up. */
function compileWork(
  step: Step & WorkPart,
  common: Common,
  { builder, kinds, variablesOf }: StepCompilation,
): Stage {
  const kind = kindOf(kinds, step.uses);
  const undo = step.compensate && kindOf(kinds, step.compensate.uses);
  const options = {
    ...common,
    ...workOptions(step, workOfStep(step, kind, undo, variablesOf)),
    version: undo === undefined ? kind.version : `${kind.version}+${undo.version}`,
  };
  switch (step.repeat?.kind) {
    case undefined:
      return builder.stage(step.name, options as Parameters<WorkflowBuilder['stage']>[1]);
    case 'map': {
      const map = { ...options, ...mapOptions(step.repeat, variablesOf) };
      return builder.map(step.name, map as Parameters<WorkflowBuilder['map']>[1]);
    }
    case 'loop': {
      const loop = { ...options, ...loopOptions(step.repeat, variablesOf) };
      return builder.loop(step.name, loop as Parameters<WorkflowBuilder['loop']>[1]);
    }
  }
}

function workOptions(step: WorkPart, { run, fallback, compensate }: StepWork): object {
  return {
    run,
    ...(fallback && { fallback }),
    ...(compensate && { compensate }),
    ...(step.output && { output: standardSchema(step.output) }),
    ...(step.retry && { retry: step.retry.policy }),
    ...(step.timeoutMs === undefined ? {} : { timeoutMs: step.timeoutMs }),
    ...(step.isCached ? { cache: true } : {}),
  };
}

function mapOptions({ over, key, limit }: MapPart, variablesOf: VariablesOf): object {
  return {
    over: (context: DecisionContext) => evaluateList(over.expression, variablesOf(context)),
    ...(key && {
      key: (item: unknown, index: number) => String(key.expression.evaluate({ item: item ?? null, index })),
    }),
    ...(limit === undefined ? {} : { limit }),
  };
}

function loopOptions({ initial, until, maxRounds }: LoopPart, variablesOf: VariablesOf): object {
  return {
    initial: (context: DecisionContext) => evaluateTemplate(initial, variablesOf(context)),
    until: (result: unknown, round: number) =>
      evaluateCondition(until.expression, { result: result ?? null, round }),
    maxRounds,
  };
}

function sleepMs({ duration }: SleepPart, variables: Parameters<typeof evaluateTemplate>[1]): number {
  const value = evaluateTemplate(duration, variables);
  const ms = parseDuration(value);
  if (ms !== undefined) return ms;
  throw new TerminalError(`Expected a duration such as PT1M30S, got ${JSON.stringify(value)}`, {
    code: 'invalid_duration',
  });
}

function kindOf(kinds: StepKinds, name: string): StepKind {
  const kind = kinds.get(name);
  if (kind === undefined) throw new RangeError(`A checked workflow uses the unknown step kind ${name}`);
  return kind;
}

/** The part of a step that its debugger shows as the input. */
export function inputTemplateOf(step: Step): Template | undefined {
  switch (step.kind) {
    case 'work':
    case 'call':
      return step.with;
    case 'approval':
      return step.prompt;
    case 'sleep':
      return step.duration;
  }
}
