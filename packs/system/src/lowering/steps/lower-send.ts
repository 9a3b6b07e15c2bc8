import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { OutgoingSignature } from '../../model/flow.ts';
import type { Step } from '../../model/operation.ts';
import { durationTextMs } from '../flows/duration-text.ts';
import { jobEntity } from '../flows/job-entity.ts';
import { lowerHeaders } from '../flows/lower-headers.ts';
import { lowerSignature } from '../flows/lower-signature.ts';
import type { OperationScope } from '../operation-scope.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';

const standardAttempts = 8;
const standardBackoff = '1s';

type SendDocument = StepOf<'send'>['send'];

/** `send: { to: subscription.url, body: { … } }`: a webhook, delivered after the transaction. */
export function lowerSend(
  { send }: StepOf<'send'>,
  path: DocumentPath,
  { scope }: StepSurroundings,
): Step | undefined {
  const place = [...path, 'send'];
  jobEntity(scope.context);
  const to = scope.expression(send.to, [...place, 'to'], { target: { kind: 'text' } });
  const body = scope.anyValue(send.body, [...place, 'body']);
  const headers = lowerHeaders(send.headers, [...place, 'headers'], scope);
  const signature = lowerSendSignature(send, place, scope);
  if (to === undefined || body === undefined) return undefined;
  return {
    kind: 'send',
    to: to.expression,
    body,
    headers,
    ...(send.event === undefined ? {} : { event: send.event }),
    ...(signature === undefined ? {} : { signature }),
    retry: {
      attempts: send.attempts ?? standardAttempts,
      backoffMs: durationTextMs(send.backoff ?? standardBackoff) ?? 0,
    },
  };
}

/** `secret` alone is the standard signature. */
function lowerSendSignature(
  { secret, signature }: SendDocument,
  path: DocumentPath,
  scope: OperationScope,
): OutgoingSignature | undefined {
  if (secret !== undefined && signature !== undefined) {
    scope.context.problems.add({
      code: 'name_clash',
      path: [...path, 'secret'],
      isKey: true,
      message: 'The secret stands in `signature` already.',
    });
  }
  if (signature !== undefined) return lowerSignature(signature, [...path, 'signature'], scope);
  return secret === undefined ? undefined : lowerSignature({ secret }, path, scope);
}
