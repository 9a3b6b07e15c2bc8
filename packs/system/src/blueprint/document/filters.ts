import { z } from 'zod';
import { camelName } from './names.ts';

const comparison = z.enum(['equals', 'from', 'to', 'contains', 'in']);

/** Fields by which the query narrows a list, with the comparisons that it may make. */
export const filtersSchema = z
  .array(
    z.union([
      camelName,
      z.strictObject({
        field: camelName,
        by: z
          .union([comparison, z.array(comparison).min(1)])
          .describe('`equals`, `from`, `to`, `contains`, `in`, or several of them.'),
        as: camelName
          .optional()
          .describe(
            'Name of the query parameter; left out, `price`, `priceFrom`, `priceTo`, `titleContains`, `statusIn`.',
          ),
      }),
    ]),
  )
  .describe('Fields the query may filter by: `[status, { field: price, by: [from, to] }]`.');

export type FilterDocument = z.infer<typeof filtersSchema>[number];
export type FilterComparison = z.infer<typeof comparison>;
