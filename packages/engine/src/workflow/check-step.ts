import { anyType, type ValueType } from '../expression/value-type.ts';
import { didYouMean } from '../expression/nearest-word.ts';
import { setStep } from './built-in-steps.ts';
import { ValueCheck } from './check-value.ts';
import type { DocumentPath } from './diagnostic.ts';
import type { Problems } from './problems.ts';
import { typeOfSchema } from './schema-type.ts';
import type { Scope } from './scope.ts';
import type { StepKind, StepKinds } from './step-kinds.ts';
import { templateType } from './template-type.ts';
import type { Step, WorkPart, Workflow } from './workflow.ts';

/** What a step is checked against. */
export interface StepSurroundings {
  readonly kinds: StepKinds;
  readonly problems: Problems;
  /** The workflows used, by file. */
  readonly workflows: ReadonlyMap<string, Workflow>;
}

/** The error of a failed attempt, as `retry.when` and `fallback` see it: Problem Details, and the engine's code. */
const errorType: ValueType = {
  kind: 'object',
  fields: {
    type: { kind: 'text' },
    title: { kind: 'text' },
    status: { kind: 'number' },
    detail: { kind: 'text' },
    instance: { kind: 'text' },
    code: { kind: 'text' },
  },
};

/** Checks everything a step says, given what its expressions can see. */
export function checkStep(step: Step, scope: Scope, surroundings: StepSurroundings): void {
  const { problems, workflows } = surroundings;
  const at = (...rest: DocumentPath): DocumentPath => ['steps', step.name, ...rest];
  const values = new ValueCheck(scope, problems);
  scope.expect(step.condition, 'a truth value');
  switch (step.kind) {
    case 'work':
      return checkWork(step, scope, surroundings);
    case 'call':
      return values.check(step.with, workflows.get(step.file)?.input, at('with'));
    case 'approval':
      return scope.checkTemplate(step.prompt);
    case 'sleep':
      return scope.checkTemplate(step.duration);
  }
}

/** What expressions of other steps know of a step's output. */
export function outputType(step: Step, scope: Scope, { kinds, workflows }: StepSurroundings): ValueType {
  // A step that may be skipped may give null, and a fallback may give anything.
  if (step.condition !== undefined) return anyType;
  switch (step.kind) {
    case 'work':
      return workType(step, scope, kinds);
    case 'call':
      return typeOfSchema(workflows.get(step.file)?.output?.schema);
    case 'approval':
      return typeOfSchema(step.answer);
    case 'sleep':
      return { kind: 'null' };
  }
}

function workType(step: WorkPart, scope: Scope, kinds: StepKinds): ValueType {
  if (step.fallback !== undefined) return anyType;
  const inside = scope.with(repeatVariables(step, scope));
  const type = resultType(step, kinds.get(step.uses), inside);
  return step.repeat?.kind === 'map' ? { kind: 'list', of: type } : type;
}

function resultType(step: WorkPart, kind: StepKind | undefined, inside: Scope): ValueType {
  const schema = step.output ?? kind?.outputSchema;
  return schema === undefined && kind?.run === setStep.run
    ? templateType(step.with, inside)
    : typeOfSchema(schema);
}

function checkWork(step: Step & WorkPart, scope: Scope, { kinds, problems }: StepSurroundings): void {
  const at = (...rest: DocumentPath): DocumentPath => ['steps', step.name, ...rest];
  const kind = findKind(step.uses, at('uses'), kinds, problems);
  const inside = scope.with(repeatVariables(step, scope));
  const result = resultType(step, kind, inside);
  checkRepeat(step, scope, result);
  new ValueCheck(inside, problems).check(step.with, kind?.inputSchema, at('with'));
  const failed = inside.with({ error: errorType });
  failed.expect(step.retry?.when, 'a truth value');
  failed.expect(step.retry?.exceptWhen, 'a truth value');
  failed.checkTemplate(step.fallback);
  if (step.compensate === undefined) return;
  const undo = findKind(step.compensate.uses, at('compensate', 'uses'), kinds, problems);
  const done = inside.with({ output: result });
  new ValueCheck(done, problems).check(step.compensate.with, undo?.inputSchema, at('compensate', 'with'));
}

function repeatVariables({ repeat }: WorkPart, scope: Scope): Readonly<Record<string, ValueType>> {
  switch (repeat?.kind) {
    case 'map':
      return { item: scope.itemOf(repeat.over), key: { kind: 'text' }, index: { kind: 'number' } };
    case 'loop':
      return { previous: anyType, round: { kind: 'number' } };
    default:
      return {};
  }
}

function checkRepeat({ repeat }: WorkPart, scope: Scope, result: ValueType): void {
  if (repeat?.kind === 'map') {
    scope.expect(repeat.over, 'a list');
    const each = scope.only({ item: scope.itemOf(repeat.over), index: { kind: 'number' } });
    each.expect(repeat.key, 'a text or number');
  }
  if (repeat?.kind === 'loop') {
    scope.checkTemplate(repeat.initial);
    scope.only({ result, round: { kind: 'number' } }).expect(repeat.until, 'a truth value');
  }
}

function findKind(
  name: string,
  path: DocumentPath,
  kinds: StepKinds,
  problems: Problems,
): StepKind | undefined {
  const kind = kinds.get(name);
  if (kind !== undefined) return kind;
  const known = [...kinds.keys()];
  const message = `There is no step kind \`${name}\`; there are ${known.join(', ')}.`;
  const suggestion = /\.ya?ml$/.test(name) ? `Write \`./${name}\` for a file.` : didYouMean(name, known);
  problems.add({ code: 'unknown_kind', path, message, suggestion });
  return undefined;
}
