import { anyType, type ValueType } from '../expression/value-type.ts';
import { inOrder } from './check-graph.ts';
import { checkStep, outputType, type StepSurroundings } from './check-step.ts';
import { ValueCheck } from './check-value.ts';
import { type Problems, throwIfAny } from './problems.ts';
import { type ReadWorkflow, readWorkflow } from './read-workflow.ts';
import { typeOfSchema } from './schema-type.ts';
import { Scope } from './scope.ts';
import type { StepDefinition } from './step-definition.ts';
import { type StepKinds, stepKinds } from './step-kinds.ts';
import type { Workflow } from './workflow.ts';
import type { WorkflowSource } from './workflow-source.ts';
import { WorkflowError } from './errors.ts';

/** A workflow with all it uses, found sound: it can be drawn, compiled and run. */
export interface CheckedWorkflow {
  readonly source: WorkflowSource;
  /** The steps of every workflow in an order in which they could run. */
  readonly workflows: ReadonlyMap<string, Workflow>;
  readonly entry: Workflow;
  readonly kinds: StepKinds;
}

/** Checks a workflow and every file it uses. Throws one WorkflowError with everything that is wrong in any of them. */
export function checkWorkflow(
  source: WorkflowSource,
  steps: readonly StepDefinition<never>[] = [],
): CheckedWorkflow {
  const kinds = stepKinds(steps);
  const read = readAll(source);
  const workflows = new Map([...read].map(([file, { workflow }]) => [file, workflow]));
  const sorted = new Map(
    [...read].map(([file, { workflow, problems }]) => {
      checkFiles(workflow, workflows, problems);
      return [file, checkOne(workflow, { kinds, problems, workflows })];
    }),
  );
  const entry = sorted.get(source.entry);
  if (entry !== undefined) checkComposition(source.entry, sorted, read);
  throwIfAny([...read.values()].map(({ problems }) => problems));
  if (entry === undefined) throw missingEntry(source);
  return { source, workflows: sorted, entry, kinds };
}

/** A file that is not YAML at all ends the reading of that file only. */
function readAll({ files }: WorkflowSource): ReadonlyMap<string, ReadWorkflow> {
  const read = new Map<string, ReadWorkflow>();
  const errors: WorkflowError[] = [];
  for (const [file, text] of Object.entries(files)) {
    try {
      read.set(file, readWorkflow(text, file));
    } catch (error) {
      if (!(error instanceof WorkflowError)) throw error;
      errors.push(error);
    }
  }
  if (errors.length === 0) return read;
  const others = [...read.values()].flatMap(({ problems }) => problems.diagnostics);
  throw new WorkflowError([...errors.flatMap(({ diagnostics }) => diagnostics), ...others]);
}

function checkOne(workflow: Workflow, surroundings: StepSurroundings): Workflow {
  const { problems } = surroundings;
  const steps = inOrder(workflow.steps, problems);
  const names = steps.map(({ name }) => name);
  const types = new Map<string, ValueType>(names.map((name) => [name, anyType]));
  const input = typeOfSchema(workflow.input ?? {});
  const scopeOf = (visible: readonly string[]) => {
    const fields = Object.fromEntries(
      visible
        .filter((name) => types.has(name))
        .map((name): [string, ValueType] => [name, types.get(name) ?? anyType]),
    );
    return new Scope({ input, steps: { kind: 'object', fields } }, names, problems);
  };
  for (const step of steps) {
    const scope = scopeOf(step.needs);
    checkStep(step, scope, surroundings);
    types.set(step.name, outputType(step, scope, surroundings));
  }
  const { output } = workflow;
  if (output?.as !== undefined)
    new ValueCheck(scopeOf(names), problems).check(output.as, output.schema, ['output', 'as']);
  return { ...workflow, steps };
}

function checkFiles({ steps }: Workflow, workflows: ReadonlyMap<string, Workflow>, problems: Problems): void {
  for (const step of steps) {
    if (step.kind !== 'call' || workflows.has(step.file)) continue;
    const message = `The file ${step.file} cannot be read.`;
    problems.add({ code: 'unknown_file', path: ['steps', step.name, 'uses'], message });
  }
}

/** Reports every use that leads back to a file which is being used already. */
function checkComposition(
  file: string,
  workflows: ReadonlyMap<string, Workflow>,
  read: ReadonlyMap<string, ReadWorkflow>,
  above: readonly string[] = [],
  done = new Set<string>(),
): void {
  const inside = [...above, file];
  for (const step of workflows.get(file)?.steps ?? []) {
    if (step.kind !== 'call' || done.has(step.file)) continue;
    if (inside.includes(step.file)) {
      const message = `The file ${step.file} uses itself: ${[...inside, step.file].join(' → ')}.`;
      read.get(file)?.problems.add({ code: 'workflow_cycle', path: ['steps', step.name, 'uses'], message });
    } else checkComposition(step.file, workflows, read, inside, done);
  }
  done.add(file);
}

function missingEntry({ entry }: WorkflowSource): WorkflowError {
  const message = `The file ${entry} cannot be read.`;
  return new WorkflowError([{ code: 'unknown_file', message, file: entry, path: '', line: 1, column: 1 }]);
}
