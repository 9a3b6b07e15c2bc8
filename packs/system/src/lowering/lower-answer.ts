import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { AssignmentsDocument, OperationDocument } from '../blueprint/document.ts';
import type { Expression } from '../expression/expression.ts';
import type { Answer, AnswerBody, Assignment, Step } from '../model/operation.ts';
import { suggestName } from '../naming/nearest-name.ts';
import { describeType } from '../expression/value-type.ts';
import type { OperationScope } from './operation-scope.ts';

/**
 * The answer of an operation. By convention: what was created, 201; what was changed, read or listed, 200; nothing
 * after a deletion, 204. `location` is added once all operations are known.
 */
export function lowerAnswer(
  written: OperationDocument['answer'],
  steps: readonly Step[],
  path: DocumentPath,
  scope: OperationScope,
): Answer {
  const { status, body: writtenBody } = partsOf(written);
  const conventional = status === 204 ? emptyBody : standardBody(steps);
  const body = writtenBody === undefined ? conventional : lowerBody(writtenBody, [...path, 'body'], scope);
  if (status === undefined) return standardAnswer(body, steps);
  if (status === 204 && body.kind !== 'empty') {
    scope.context.problems.add({
      code: 'invalid_answer',
      path,
      message: 'An answer with status 204 has no body.',
    });
  }
  return { status, body };
}

type AnswerDocument = Exclude<OperationDocument['answer'], number | undefined>;

function partsOf(written: OperationDocument['answer']): AnswerDocument {
  return typeof written === 'number' ? { status: written } : (written ?? {});
}

const emptyBody: AnswerBody = { kind: 'empty' };

function standardAnswer(body: AnswerBody, steps: readonly Step[]): Answer {
  if (body.kind === 'empty') return { status: 204, body };
  if (body.kind === 'object') return { status: steps.some(isCreate) ? 201 : 200, body };
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
  const changed = steps.findLast(isChange);
  if (changed?.kind === 'delete') return { kind: 'empty' };
  if (changed !== undefined) return { kind: 'variable', name: changed.target };
  const read = steps.findLast((step) => isReading(step) && !isHidden(step.as)) as ReadingStep | undefined;
  if (read === undefined) return { kind: 'empty' };
  if (read.kind === 'load' || read.kind === 'list') return { kind: 'variable', name: read.as };
  return { kind: 'object', fields: [variableField(read)] };
}

/** Variables that lowering itself has declared. */
function isHidden(variable: string): boolean {
  return variable.endsWith('$');
}

type ReadingStep = Extract<Step, { kind: 'load' | 'list' | 'count' | 'compute' }>;

function isReading(step: Step): step is ReadingStep {
  return step.kind === 'load' || step.kind === 'list' || step.kind === 'count' || step.kind === 'compute';
}

function isChange(step: Step): step is Extract<Step, { kind: 'update' | 'increment' | 'delete' }> {
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
  if (typeof written === 'string') return variableBody(written, path, scope);
  const fields = Object.entries(written).flatMap(([field, value]): Assignment[] => {
    const expression = scope.anyValue(value, [...path, field]);
    return expression === undefined ? [] : [{ field, value: expression }];
  });
  return { kind: 'object', fields };
}

function variableBody(name: string, path: DocumentPath, scope: OperationScope): AnswerBody {
  const { problems } = scope.context;
  const type = scope.get(name);
  if (scope.isBroken(name)) return { kind: 'variable', name };
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
      suggestion: `Write \`body: { ${name}: ${name} }\`.`,
    });
  }
  return { kind: 'variable', name };
}
