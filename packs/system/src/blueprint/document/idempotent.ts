import { z } from 'zod';

/** Whether a request may say that it is the same as one before. */
export const idempotent = z
  .literal([true, 'required'])
  .describe(
    '`true`: a request with the `Idempotency-Key` of one before is not carried out again, but answered as that was. `required`: every request needs the header.',
  )
  .meta({ id: 'Idempotent' });

export type IdempotentDocument = z.infer<typeof idempotent>;
