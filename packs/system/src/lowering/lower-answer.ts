import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { AssignmentsDocument, OperationDocument } from '../blueprint/document.ts';
import type { Expression } from '../expression/expression.ts';
import type { Answer, AnswerBody, Assignment, Step } from '../model/operation.ts';
import { allSteps, innerSteps } from '../model/walk-steps.ts';
import { suggestName } from '../naming/nearest-name.ts';
import { storedFileType } from '../model/stored-file.ts';
import { describeType, typeOfField } from '../expression/value-type.ts';
import { lowerAnswerHeaders } from './lower-answer-headers.ts';
import { answeredTextType } from './answered-text-type.ts';
import { spreadKey, spreadMembers } from './spread-members.ts';
import type { OperationScope } from './operation-scope.ts';

/**
 * The answer of an operation. By convention: what was created, 201; what was changed, read or listed, 200; nothing
 * after a deletion, 204. `location` is added once all operations are known.
 */
export function lowerAnswer(
  document: OperationDocument['answer'],
  steps: readonly Step[],
  path: DocumentPath,
  scope: OperationScope,
): Answer {
  const written = typeof document === 'number' ? { status: document } : (document ?? {});
  const body = bodyOf(written, steps, path, scope);
  const { status = statusOf(written) } = written;
  reportContradictions(written, body, path, scope);
  const redirect =
    written.redirect === undefined
      ? undefined
      : scope.expression(written.redirect, [...path, 'redirect'], { target: { kind: 'text' } })?.expression;
  const headers = lowerAnswerHeaders(written.headers, [...path, 'headers'], scope);
  return {
    ...(status === undefined ? standardAnswer(body, steps) : { status, body }),
    ...(headers.length === 0 ? {} : { headers }),
    ...(redirect === undefined ? {} : { redirect }),
    ...(written.file === undefined ? {} : { isFile: true }),
    ...answeredTextType(written, path, scope),
  };
}

function statusOf({ redirect, file }: WrittenAnswer): number | undefined {
  if (redirect !== undefined) return 302;
  return file === undefined ? undefined : 200;
}

type WrittenAnswer = Exclude<NonNullable<OperationDocument['answer']>, number>;

function bodyOf(
  { body, redirect, status, value, file, text }: WrittenAnswer,
  steps: readonly Step[],
  path: DocumentPath,
  scope: OperationScope,
): AnswerBody {
  if (file !== undefined) {
    const target = typeOfField({ type: storedFileType, isOptional: false });
    return bareValue(scope.expression(file, [...path, 'file'], { target })?.expression);
  }
  if (text !== undefined) {
    return bareValue(scope.expression(text, [...path, 'text'], { target: { kind: 'text' } })?.expression);
  }
  if (value !== undefined) return bareValue(scope.anyValue(value, [...path, 'value']));
  if (body !== undefined) return lowerBody(body, [...path, 'body'], scope);
  return status === 204 || redirect !== undefined ? emptyBody : standardBody(steps);
}

function bareValue(value: Expression | undefined): AnswerBody {
  return value === undefined ? emptyBody : { kind: 'value', value };
}

function reportContradictions(
  written: WrittenAnswer,
  { kind }: AnswerBody,
  path: DocumentPath,
  { context: { problems } }: OperationScope,
): void {
  const { status = 200 } = written;
  const report = (message: string, suggestion?: string) =>
    problems.add({ code: 'invalid_answer', path, message, suggestion });
  const [first, second] = bodyKeys.filter((key) => written[key] !== undefined);
  if (second !== undefined) report(`An answer has \`${first}\` or \`${second}\`, not both.`);
  if ((status === 204 || status === 304) && kind !== 'empty') {
    report(`An answer with status ${status} has no body.`);
  }
  reportRedirection(written, report);
}

/** What the body of an answer may be written as. */
const bodyKeys = ['body', 'value', 'text', 'file'] as const;

const redirections: readonly number[] = [301, 302, 303, 307, 308];

/** A redirection needs an address, and the address a redirection, unless it is that of something created. */
function reportRedirection(
  { redirect, status }: WrittenAnswer,
  report: (message: string, suggestion?: string) => void,
): void {
  if (status === undefined) return;
  const isRedirection = redirections.includes(status);
  if (isRedirection && redirect === undefined) {
    report(`Status ${status} needs an address to go to.`, 'Write `redirect: link.target`.');
  }
  if (redirect !== undefined && !isRedirection && status !== 201) {
    report(
      `Status ${status} does not redirect.`,
      `Leave \`status\` out, or write ${redirections.join(', ')}.`,
    );
  }
}

const emptyBody: AnswerBody = { kind: 'empty' };

function standardAnswer(body: AnswerBody, steps: readonly Step[]): Answer {
  if (body.kind === 'empty') return { status: 204, body };
  if (body.kind !== 'variable') return { status: steps.some(isCreate) ? 201 : 200, body };
  const source = sourceOf(body.name, steps)?.kind;
  if (source === 'upsert') return { status: 201, updatedStatus: 200, body };
  return { status: source === 'create' ? 201 : 200, body };
}

function isCreate(step: Step): step is Extract<Step, { kind: 'create' | 'upsert' }> {
  return step.kind === 'create' || step.kind === 'upsert';
}

/** The step that declared a variable. */
function sourceOf(variable: string, steps: readonly Step[]): Step | undefined {
  return steps.find((step) => 'as' in step && step.as === variable);
}

/** What was created last, or else changed, or else read. */
function standardBody(steps: readonly Step[]): AnswerBody {
  const created = steps.findLast(isCreate);
  if (created !== undefined) return { kind: 'variable', name: created.as };
  const changed = changesOf(steps).at(-1);
  if (changed?.kind === 'delete') return { kind: 'empty' };
  if (changed !== undefined) return { kind: 'variable', name: changed.target };
  const read = steps.findLast((step) => isReading(step) && !isHidden(step.as)) as ReadingStep | undefined;
  if (read === undefined) return { kind: 'empty' };
  const isWhole = read.kind === 'load' || read.kind === 'list' || isGrouping(read, steps);
  if (isWhole) return { kind: 'variable', name: read.as };
  return { kind: 'object', fields: [variableField(read)] };
}

/** What the steps change; under a condition or in a loop, what was loaded before it. */
function changesOf(steps: readonly Step[]): readonly ChangingStep[] {
  const known = new Set(steps.flatMap((step) => (step.kind === 'load' ? [step.as] : [])));
  const isKnown = (step: Step): step is ChangingStep =>
    isChange(step) && step.kind !== 'delete' && known.has(step.target);
  return steps.flatMap((step) =>
    isChange(step) ? [step] : innerSteps(step).flatMap(allSteps).filter(isKnown),
  );
}

/** Variables that lowering itself has declared. */
function isHidden(variable: string): boolean {
  return variable.endsWith('$');
}

/** A `group` reads a list of its own just before it computes. */
function isGrouping(step: ReadingStep, steps: readonly Step[]): boolean {
  const before = steps[steps.indexOf(step) - 1];
  return step.kind === 'compute' && before?.kind === 'list' && isHidden(before.as);
}

type ReadingStep = Extract<Step, { kind: 'load' | 'list' | 'count' | 'compute' }>;

function isReading(step: Step): step is ReadingStep {
  return step.kind === 'load' || step.kind === 'list' || step.kind === 'count' || step.kind === 'compute';
}

type ChangingStep = Extract<Step, { kind: 'update' | 'increment' | 'delete' }>;

function isChange(step: Step): step is ChangingStep {
  return step.kind === 'update' || step.kind === 'increment' || step.kind === 'delete';
}

/** A single number or computed value is answered under its own name. */
function variableField(step: { readonly as: string; readonly value?: Expression }): Assignment {
  const type = step.value?.type ?? ({ kind: 'integer' } as const);
  const name = step.as;
  return { field: name, value: { source: name, node: { kind: 'variable', name, type }, type } };
}

function lowerBody(
  written: string | AssignmentsDocument,
  path: DocumentPath,
  scope: OperationScope,
): AnswerBody {
  if (typeof written === 'string') {
    const isName = /^\s*[a-z][A-Za-z0-9]*\s*$/.test(written);
    if (isName) return variableBody(written.trim(), path, scope);
    return bareValue(scope.expression(written, path)?.expression);
  }
  const fields = bodyFields(written, path, scope);
  return { kind: 'object', fields };
}

function bodyFields(written: AssignmentsDocument, path: DocumentPath, scope: OperationScope): Assignment[] {
  const base = spreadMembers(written, path, scope) ?? [];
  const own = Object.entries(written).flatMap(([field, value]): [string, Expression][] => {
    const expression = field === spreadKey ? undefined : scope.anyValue(value, [...path, field]);
    return expression === undefined ? [] : [[field, expression]];
  });
  return [...new Map([...base, ...own])].map(([field, value]) => ({ field, value }));
}

/** A variable that may be null, where it is known not to be. */
function foundValue(name: string, path: DocumentPath, scope: OperationScope): Expression | undefined {
  const found = scope.expression(name, path)?.expression;
  return found?.type.kind === 'record' || found?.type.kind === 'object' ? found : undefined;
}

function variableBody(name: string, path: DocumentPath, scope: OperationScope): AnswerBody {
  const { problems } = scope.context;
  const type = scope.get(name);
  if (scope.isBroken(name)) return { kind: 'variable', name };
  const found = type?.kind === 'nullable' ? foundValue(name, path, scope) : undefined;
  if (found !== undefined) return bareValue(found);
  if (type === undefined) {
    problems.add({
      code: 'unknown_variable',
      path,
      message: `No step declares \`${name}\`.`,
      suggestion: suggestName(name, scope.declaredNames),
    });
  } else if (type.kind !== 'record' && type.kind !== 'list' && type.kind !== 'object') {
    problems.add({
      code: 'invalid_answer',
      path,
      message: `Expected a record or a list, but \`${name}\` is ${describeType(type)}.`,
      suggestion: `Write \`body: { ${name}: ${name} }\`, or \`value: ${name}\` for the bare value.`,
    });
  }
  return { kind: 'variable', name };
}
