import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type {
  CallDocument,
  FlowStepDocument,
  NamedStepDocument,
  WaitDocument,
} from '../../blueprint/document/flow.ts';
import type { StepDocument } from '../../blueprint/document.ts';
import { typeOfField } from '../../expression/value-type.ts';
import type { FlowBlock } from '../../model/flow.ts';
import type { Step } from '../../model/operation.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { lowerFields } from '../lower-fields.ts';
import type { OperationScope } from '../operation-scope.ts';
import { lowerSteps } from '../steps/lower-steps.ts';
import { withWholeLists } from '../steps/whole-lists.ts';
import { durationTextMs } from './duration-text.ts';
import { lowerHeaders } from './lower-headers.ts';
import { lowerSignature } from './lower-signature.ts';
import { lowerDuration } from './lower-trigger.ts';
import { lowerCallTarget } from './lower-url.ts';

/** Gives the blocks of one flow their names. */
export class BlockNames {
  readonly #taken = new Set<string>();

  take(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.#taken.has(name); number += 1) name = `${wanted}${number}`;
    this.#taken.add(name);
    return name;
  }
}

/** Lowers the steps of a flow to blocks: what may be one transaction is one, and each call and wait stands alone. */
export function lowerBlocks(
  documents: readonly FlowStepDocument[],
  path: DocumentPath,
  scope: OperationScope,
  names: BlockNames,
  wanted = 'part',
): FlowBlock[] {
  const blocks: FlowBlock[] = [];
  let run: { readonly document: StepDocument; readonly place: DocumentPath }[] = [];
  const flush = () => {
    if (run.length > 0) blocks.push(lowerTransaction(run, scope, names.take(wanted)));
    run = [];
  };
  documents.forEach((document, index) => {
    const place = [...path, index];
    if (isPlain(document)) {
      run.push({ document, place });
      return;
    }
    flush();
    blocks.push(...lowerFlowStep(document, place, scope, names, wanted));
  });
  flush();
  return blocks;
}

type FlowOnlyDocument = CallDocument | NamedStepDocument | WaitDocument;

function isPlain(document: FlowStepDocument): document is StepDocument {
  return !('call' in document || 'step' in document || 'wait' in document);
}

function lowerTransaction(
  run: readonly { readonly document: StepDocument; readonly place: DocumentPath }[],
  scope: OperationScope,
  name: string,
): FlowBlock {
  const surroundings = { scope, input: { fields: [], path: [] }, parameters: [], lowerSteps };
  const read: Step[] = run.flatMap(({ document, place }) =>
    lowerSteps([document], place.slice(0, -1), surroundings, Number(place.at(-1))),
  );
  const steps = withWholeLists(read, { status: 204, body: { kind: 'empty' } });
  const declared = steps.flatMap((step) =>
    step.kind === 'each'
      ? step.collect === undefined
        ? []
        : [step.collect.as]
      : 'as' in step
        ? [step.as]
        : [],
  );
  const variables = declared.flatMap((variable) => {
    const type = scope.get(variable);
    return type === undefined ? [] : [{ name: variable, type }];
  });
  return { kind: 'transaction', name, undo: [], steps, variables };
}

function lowerFlowStep(
  document: FlowOnlyDocument,
  path: DocumentPath,
  scope: OperationScope,
  names: BlockNames,
  wanted: string,
): FlowBlock[] {
  if ('wait' in document) {
    const duration = lowerDuration(document.wait, [...path, 'wait'], scope);
    return duration === undefined ? [] : [{ kind: 'wait', name: names.take('wait'), undo: [], duration }];
  }
  if ('call' in document) return lowerCall(document, path, scope, names, wanted === 'part' ? 'call' : wanted);
  const blocks = lowerBlocks(document.do, [...path, 'do'], scope, names, document.step);
  const undo = lowerUndo(document.undo, path, scope, names, document.step);
  // Once another system has been called, that has to be taken back, whatever became of the rest of the step.
  const call = blocks.findIndex(({ kind }) => kind === 'call');
  const owner = call === -1 ? blocks.length - 1 : call;
  return blocks.map((block, index) =>
    index === owner ? { ...block, undo: [...undo, ...block.undo] } : block,
  );
}

function lowerUndo(
  documents: readonly FlowStepDocument[] | undefined,
  path: DocumentPath,
  scope: OperationScope,
  names: BlockNames,
  name: string,
): FlowBlock[] {
  if (documents === undefined) return [];
  const wanted = `undo${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return lowerBlocks(documents, [...path, 'undo'], scope.inner(), names, wanted);
}

function lowerCall(
  document: CallDocument,
  path: DocumentPath,
  scope: OperationScope,
  names: BlockNames,
  wanted: string,
): FlowBlock[] {
  const target = lowerCallTarget(document.call, [...path, 'call'], scope);
  const headers = lowerHeaders(document.headers, [...path, 'headers'], scope);
  const body = document.body === undefined ? undefined : scope.anyValue(document.body, [...path, 'body']);
  const signature =
    document.signature === undefined
      ? undefined
      : lowerSignature(document.signature, [...path, 'signature'], scope);
  const timeoutMs = document.timeout === undefined ? undefined : durationTextMs(document.timeout);
  const name = names.take(document.as ?? wanted);
  const answer = lowerCallAnswer(document, path, scope);
  const undo = lowerUndo(document.undo, path, scope, names, name);
  if (target === undefined) return [];
  return [
    {
      kind: 'call',
      name,
      undo,
      ...target,
      headers,
      ...(body === undefined ? {} : { body }),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...(signature === undefined ? {} : { signature }),
      ...(answer === undefined ? {} : { answer }),
    },
  ];
}

function lowerCallAnswer({ as, answer }: CallDocument, path: DocumentPath, scope: OperationScope) {
  const { names, problems } = scope.context;
  if (as === undefined && answer === undefined) return undefined;
  if (as === undefined || answer === undefined) {
    problems.add({
      code: 'missing_key',
      path,
      message: as === undefined ? 'The answer needs a name.' : 'What the answer holds must be said.',
      suggestion: as === undefined ? 'Write `as: charge`.' : 'Write `answer: { id: text }`.',
    });
    if (as !== undefined) scope.declareBroken(as);
    return undefined;
  }
  const fields = lowerFields(answer, names, [...path, 'answer'], problems);
  const types = Object.fromEntries(fields.map((field) => [field.name, typeOfField(field)]));
  scope.declare(as, { kind: 'object', fields: types }, [...path, 'as']);
  return { as, fields };
}

/** Whether blocks send webhooks, at any depth. */
export function sends(blocks: readonly FlowBlock[]): boolean {
  return blocks.some(
    (block) =>
      (block.kind === 'transaction' && allSteps(block.steps).some(({ kind }) => kind === 'send')) ||
      sends(block.undo),
  );
}
