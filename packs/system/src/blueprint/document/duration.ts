import { z } from 'zod';

/** A length of time as blueprints write it outside of expressions. */
export const durationText = z
  .string()
  .regex(
    /^(\d+(\.\d+)?(ms|s|m|h|d))+$|^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/,
    'expected a length of time such as 15m, 24h or PT15M',
  )
  .describe('A length of time: `500ms`, `15m`, `1h30m`, `2d`, `PT15M`.')
  .meta({ id: 'Duration' });
