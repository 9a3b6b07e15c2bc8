import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { SignatureDocument } from '../../blueprint/document/signature.ts';
import type { OutgoingSignature, SignatureScheme } from '../../model/flow.ts';
import type { LoweringContext } from '../lowering-context.ts';
import type { OperationScope } from '../operation-scope.ts';
import { durationTextMs } from './duration-text.ts';

export const standardSignatureHeader = 'Webhook-Signature';

/** How a body is signed; undefined when the secret is no text, which is reported. */
export function lowerSignature(
  document: SignatureDocument,
  path: DocumentPath,
  scope: OperationScope,
): OutgoingSignature | undefined {
  const secret = scope.expression(document.secret, [...path, 'secret'], { target: { kind: 'text' } });
  const scheme = lowerSignatureScheme(document, path, scope.context);
  return secret === undefined ? undefined : { ...scheme, secret: secret.expression };
}

/** All of a signature but what it is made with. */
export function lowerSignatureScheme(
  document: SignatureDocument,
  path: DocumentPath,
  { problems }: LoweringContext,
): SignatureScheme {
  const { header = standardSignatureHeader, scheme = 'timestamped', timestampHeader, tolerance } = document;
  if (timestampHeader !== undefined && scheme === 'timestamped') {
    problems.add({
      code: 'invalid_value',
      path: [...path, 'timestampHeader'],
      message: 'The scheme `timestamped` carries the time in the signature itself.',
      suggestion: 'Leave `timestampHeader` out, or write `scheme: hex`.',
    });
  }
  const toleranceMs = tolerance === undefined ? undefined : durationTextMs(tolerance);
  return {
    header,
    scheme,
    ...(timestampHeader === undefined ? {} : { timestampHeader }),
    ...(toleranceMs === undefined ? {} : { toleranceMs }),
  };
}
