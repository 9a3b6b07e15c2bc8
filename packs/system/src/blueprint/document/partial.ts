import { z } from 'zod';

/** Whether clients may ask for some fields alone. */
export const partial = z
  .literal(true)
  .describe('Clients may ask for some fields of the records alone: `?fields=id,title`.');
