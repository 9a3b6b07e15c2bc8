import { z } from 'zod';
import { durationText } from './duration.ts';
import { expression } from './values.ts';

const headerName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'expected the name of a header such as X-Signature');

/** How the body of a request is signed, and with what. */
export const signatureSchema = z
  .strictObject({
    secret: expression.describe('What both sides know: `config.webhookSecret`.'),
    header: headerName.optional().describe('Carries the signature; `Webhook-Signature` when left out.'),
    scheme: z
      .enum(['hex', 'sha256', 'timestamped'])
      .optional()
      .describe(
        '`hex`: the digits alone. `sha256`: `sha256=…`. `timestamped` (when left out): `t=…,v1=…`, over the time, a point and the body.',
      ),
    timestampHeader: headerName
      .optional()
      .describe('With `hex` and `sha256`: carries the time, which is then signed before the body.'),
    tolerance: durationText.optional().describe('How far the time may be off; 5 minutes when left out.'),
  })
  .describe('HMAC-SHA256 of the raw body.')
  .meta({ id: 'Signature' });

export type SignatureDocument = z.infer<typeof signatureSchema>;
