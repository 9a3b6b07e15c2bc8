import { definePipeline, type Pipeline } from '../definition/pipeline.ts';
import type { Needs, Stage } from '../definition/stage.ts';
import { evaluateTemplate } from '../expression/template.ts';
import { addBreakpoint, breakpointOf, isHeld } from './breakpoint.ts';
import { type CheckedWorkflow, checkWorkflow } from './check-workflow.ts';
import { variablesWith } from './compile-scope.ts';
import { compileStep, type StepCompilation, type WorkflowBuilder } from './compile-step.ts';
import { standardSchema } from './fit-schema.ts';
import { type OptimisedWorkflow, optimise, stepsReadBy } from './optimise.ts';
import { type Breakpoints, pipelineNameOf, runInputSchema, type WorkflowRunInput } from './run-input.ts';
import type { StepDefinition } from './step-definition.ts';
import type { Workflow, WorkflowOutput } from './workflow.ts';
import type { WorkflowSource } from './workflow-source.ts';

/** A workflow as the engine runs it. */
export interface CompiledWorkflow {
  readonly pipeline: Pipeline<WorkflowRunInput>;
  /** The input to start the pipeline with, for an input of the workflow. */
  readonly inputOf: (input: unknown) => WorkflowRunInput;
  readonly checked: CheckedWorkflow;
  /** The steps of the workflow itself as they run. */
  readonly optimised: OptimisedWorkflow;
}

export interface CompileOptions {
  /** The step kinds of packs, besides the built-in ones. */
  readonly steps?: readonly StepDefinition<never>[];
  /** Steps before which runs stop for a person. */
  readonly breakpoints?: Breakpoints | undefined;
}

/**
 * Compiles a workflow and all it uses into pipelines: each step a stage, each use of a file a call. Throws WorkflowError
 * with everything that is wrong. The same source, breakpoints and step kinds give the same definition in any process.
 */
export function compileWorkflow(source: WorkflowSource, options: CompileOptions = {}): CompiledWorkflow {
  const checked = checkWorkflow(source, options.steps);
  return new Compiler(checked).compile(source.entry, options.breakpoints);
}

/** The stage that computes a workflow's output. Steps cannot have this name. */
export const outputStage = 'workflow.output';

class Compiler {
  readonly #checked: CheckedWorkflow;
  readonly #compiled = new Map<string, CompiledWorkflow>();

  constructor(checked: CheckedWorkflow) {
    this.#checked = checked;
  }

  compile(file: string, breakpoints?: Breakpoints): CompiledWorkflow {
    const known = this.#compiled.get(file);
    if (known !== undefined) return known;
    const workflow = this.#checked.workflows.get(file);
    if (workflow === undefined) throw new RangeError(`A checked workflow uses the unknown file ${file}`);
    const source: WorkflowSource = { ...this.#checked.source, entry: file };
    const optimised = optimise(workflow, this.#checked.kinds);
    const pipeline = this.#pipeline(workflow, optimised, source, breakpoints);
    const inputOf = (input: unknown): WorkflowRunInput => ({
      source,
      input,
      ...(breakpoints === undefined ? {} : { breakpoints }),
    });
    const compiled = { pipeline, inputOf, checked: this.#checked, optimised };
    this.#compiled.set(file, compiled);
    return compiled;
  }

  #pipeline(
    workflow: Workflow,
    { steps, known }: OptimisedWorkflow,
    source: WorkflowSource,
    breakpoints: Breakpoints | undefined,
  ): Pipeline<WorkflowRunInput> {
    const builder: WorkflowBuilder = definePipeline({
      name: pipelineNameOf(workflow, source, breakpoints),
      version: workflow.version,
      input: runInputSchema(workflow),
    });
    const compilation: StepCompilation = {
      builder,
      kinds: this.#checked.kinds,
      variablesOf: variablesWith(known),
      called: (file) => this.compile(file),
    };
    const stages = new Map<string, Stage>();
    for (const step of steps) {
      const needs = pick(stages, step.needs);
      const held = isHeld(step.name, breakpoints) && {
        [breakpointOf(step.name)]: addBreakpoint(step, needs, compilation),
      };
      stages.set(step.name, compileStep(step, { ...needs, ...held }, compilation));
    }
    const needed = new Set(steps.flatMap((step) => step.needs));
    const leaves = pick(
      stages,
      [...stages.keys()].filter((name) => !needed.has(name)),
    );
    return workflow.output === undefined
      ? builder.output(leaves)
      : builder.output(addOutput(workflow.output, stages, leaves, compilation));
  }
}

/** The workflow's output is one more stage, the last one, so that it is computed once and recorded. */
function addOutput(
  { as, schema }: WorkflowOutput,
  stages: ReadonlyMap<string, Stage>,
  leaves: Needs,
  { builder, variablesOf }: StepCompilation,
): Stage {
  const read = as === undefined ? new Set(Object.keys(leaves)) : stepsReadBy(as);
  const needs = { ...leaves, ...pick(stages, read === 'all' ? [...stages.keys()] : [...read]) };
  return builder.stage(outputStage, {
    needs,
    run: (context) => (as === undefined ? context.needs : evaluateTemplate(as, variablesOf(context))),
    ...(schema === undefined ? {} : { output: standardSchema(schema) }),
  } as Parameters<WorkflowBuilder['stage']>[1]);
}

function pick(stages: ReadonlyMap<string, Stage>, names: readonly string[]): Needs {
  const picked = names.map((name) => [name, stages.get(name)] as const);
  return Object.fromEntries(picked.filter((pair): pair is [string, Stage] => pair[1] !== undefined));
}
