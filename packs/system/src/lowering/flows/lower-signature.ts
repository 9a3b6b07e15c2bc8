import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { SignatureDocument } from '../../blueprint/document/signature.ts';
import type { OutgoingSignature } from '../../model/flow.ts';
import type { OperationScope } from '../operation-scope.ts';
import { durationTextMs } from './duration-text.ts';

export const standardSignatureHeader = 'Webhook-Signature';

/** How a body is signed; undefined when the secret is no text, which is reported. */
export function lowerSignature(
  document: SignatureDocument,
  path: DocumentPath,
  scope: OperationScope,
): OutgoingSignature | undefined {
  const { header = standardSignatureHeader, scheme = 'timestamped', timestampHeader, tolerance } = document;
  const secret = scope.expression(document.secret, [...path, 'secret'], { target: { kind: 'text' } });
  if (timestampHeader !== undefined && scheme === 'timestamped') {
    scope.context.problems.add({
      code: 'invalid_value',
      path: [...path, 'timestampHeader'],
      message: 'The scheme `timestamped` carries the time in the signature itself.',
      suggestion: 'Leave `timestampHeader` out, or write `scheme: hex`.',
    });
  }
  const toleranceMs = tolerance === undefined ? undefined : durationTextMs(tolerance);
  if (secret === undefined) return undefined;
  return {
    header,
    scheme,
    secret: secret.expression,
    ...(timestampHeader === undefined ? {} : { timestampHeader }),
    ...(toleranceMs === undefined ? {} : { toleranceMs }),
  };
}
