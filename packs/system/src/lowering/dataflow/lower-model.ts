import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { ComponentDocument } from '../../blueprint/document.ts';
import type { Assignment } from '../../model/operation.ts';
import type { ModelComponent } from '../../model/dataflow.ts';
import { lowerFields } from '../lower-fields.ts';
import type { LoweringContext } from '../lowering-context.ts';
import type { OperationScope } from '../operation-scope.ts';
import { milliseconds } from './duration-text.ts';
import { lowerAddress } from './lower-address.ts';
import { lowerMessage } from './message-fields.ts';
import { componentScope, messageType, objectOf } from './message-scope.ts';

type ModelDocument = Extract<ComponentDocument, { kind: 'Model' }>;

export function lowerModel(
  name: string,
  document: ModelDocument,
  path: DocumentPath,
  context: LoweringContext,
): ModelComponent | undefined {
  const of = messageType(document.of, [...path, 'of'], context);
  const to = messageType(document.to, [...path, 'to'], context);
  const answer = lowerFields(document.answer, context.names, [...path, 'answer'], context.problems);
  const url = lowerAddress(document.url, [...path, 'url'], context);
  if (of === undefined || to === undefined) return undefined;
  const message = objectOf(of.fields);
  const asking = componentScope(context, { message });
  const body = document.body && lowerBody(document.body, [...path, 'body'], asking);
  const copied = document.from && of;
  const told = componentScope(context, { message, answer: objectOf(answer) });
  const set = lowerMessage(document.set, { target: to, copied }, path, told);
  const fallback =
    document.fallback &&
    lowerMessage(document.fallback, { target: to, copied }, [...path, 'fallback'], asking);
  return {
    kind: 'Model',
    name,
    of,
    to,
    url,
    ...(body === undefined ? {} : { body }),
    answer,
    set,
    ...(fallback === undefined ? {} : { fallback }),
    ...lowerCalls(document),
  };
}

/** How the model is called. */
function lowerCalls({
  timeout,
  attempts,
  backoff,
  breaker,
  concurrency,
}: ModelDocument): Pick<ModelComponent, 'timeoutMs' | 'retries' | 'breaker' | 'concurrency'> {
  return {
    timeoutMs: milliseconds(timeout),
    retries: { attempts, backoffMs: milliseconds(backoff) },
    breaker: { failures: breaker.failures, pauseMs: milliseconds(breaker.pause) },
    concurrency,
  };
}

function lowerBody(
  body: NonNullable<ModelDocument['body']>,
  path: DocumentPath,
  scope: OperationScope,
): Assignment[] {
  return Object.entries(body).flatMap(([field, written]): Assignment[] => {
    const value = scope.anyValue(written, [...path, field]);
    return value === undefined ? [] : [{ field, value }];
  });
}
