import type { FlowDocument } from '../../blueprint/document/flow.ts';
import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { ValueType } from '../../expression/expression.ts';
import type { Flow, FlowBlock } from '../../model/flow.ts';
import { isSafeFunction } from '../../naming/identifier.ts';
import type { LoweringContext } from '../lowering-context.ts';
import { durationTextMs } from './duration-text.ts';
import { jobEntity } from './job-entity.ts';
import { BlockNames, lowerBlocks } from './lower-blocks.ts';
import { flowScope, lowerTrigger } from './lower-trigger.ts';

const standardAttempts = 5;
const standardBackoffMs = 1_000;

/** Checks the flows and lowers them. */
export function lowerFlows(context: LoweringContext): Flow[] {
  const documents = Object.entries(context.source.document.flows ?? {});
  if (documents.length > 0) jobEntity(context);
  return documents.flatMap(([name, document]) => {
    const path = ['flows', name];
    reportName(name, path, context);
    const flow = lowerFlow(name, document, path, context);
    return flow === undefined ? [] : [flow];
  });
}

function lowerFlow(
  name: string,
  document: FlowDocument,
  path: DocumentPath,
  context: LoweringContext,
): Flow | undefined {
  const lowered = lowerTrigger(document, path, context);
  const event: ValueType = lowered?.event ?? { kind: 'object', fields: {} };
  const scope = flowScope(context, event);
  if (lowered === undefined) scope.declareBroken('event');
  const names = new BlockNames();
  const blocks = lowerBlocks(document.do, [...path, 'do'], scope, names);
  const failed = lowerFailed(document, path, event, context, names);
  const { attempts = standardAttempts, backoff } = document.retry ?? {};
  if (lowered === undefined) return undefined;
  return {
    name,
    trigger: lowered.trigger,
    blocks,
    failed,
    retry: {
      attempts,
      backoffMs: (backoff === undefined ? undefined : durationTextMs(backoff)) ?? standardBackoffMs,
    },
  };
}

/** What is done in the end knows the event and the reason, and nothing of what may have been done before. */
function lowerFailed(
  { failed }: FlowDocument,
  path: DocumentPath,
  event: ValueType,
  context: LoweringContext,
  names: BlockNames,
): FlowBlock[] {
  if (failed === undefined) return [];
  const scope = flowScope(context, event);
  const failure: ValueType = {
    kind: 'object',
    fields: { code: { kind: 'text' }, message: { kind: 'text' } },
  };
  scope.declare('failure', failure, path);
  return lowerBlocks(failed, [...path, 'failed'], scope, names, 'afterFailure');
}

function reportName(name: string, path: DocumentPath, context: LoweringContext): void {
  const isOperation = Object.hasOwn(context.source.document.operations ?? {}, name);
  if (isSafeFunction(name) && !isOperation) return;
  context.problems.add({
    code: isOperation ? 'name_clash' : 'reserved_name',
    path,
    isKey: true,
    message: isOperation
      ? `There is an operation \`${name}\` already.`
      : `\`${name}\` cannot be the name of a flow: generated code needs that name for something else.`,
  });
}
