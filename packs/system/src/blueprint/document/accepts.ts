import { z } from 'zod';

/** The formats in which a request may say what is to be changed. */
export const accepts = z
  .array(z.enum(['json', 'merge-patch', 'json-patch']))
  .min(1)
  .describe(
    'Formats of the body of a PATCH: `json` (the fields that change), `merge-patch` (RFC 7396), `json-patch` (RFC 6902). `[json]` when left out.',
  );
