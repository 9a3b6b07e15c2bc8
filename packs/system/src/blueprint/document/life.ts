import { z } from 'zod';
import { camelName } from './names.ts';
import { expression, refusal } from './values.ts';

const fieldNames = z.array(camelName).min(1);

/** What no two records share. */
export const uniqueSchema = z
  .array(
    z.union([
      z.array(camelName).min(2),
      z.strictObject({
        fields: z.union([camelName, fieldNames]).describe('The fields whose values are unique together.'),
        ignoringCase: z.boolean().optional().describe('Capital and small letters are the same.'),
        where: expression
          .optional()
          .describe("Only records that meet this condition take part: `record.status == 'active'`."),
        else: refusal.optional().describe('How a second record is refused; 409 `not_unique` when left out.'),
      }),
    ]),
  )
  .describe(
    'Sets of fields whose combined values are unique: `[[room, day]]`, `[{ fields: [org, name], ignoringCase: true, where: record.isActive, else: 409 name_taken }]`.',
  );

export const expiresSchema = expression.describe(
  'The instant from which a record is as if deleted; within a minute it is removed: `record.createdAt + hours(24)`.',
);

/** How long records live and what is kept of them. */
export const softDeleteSchema = z
  .literal(true)
  .describe('Deleted records are kept, with the instant in `deletedAt`, and nothing finds them any more.');

export const versionsSchema = z
  .union([
    z.literal(true),
    z.strictObject({
      ifMatch: z
        .enum(['optional', 'required'])
        .optional()
        .describe('`required`: PUT, PATCH and DELETE without `If-Match` are refused with 428.'),
      history: z
        .boolean()
        .optional()
        .describe('`true`: every version is kept, and answered at `…/versions` and `…/versions/{version}`.'),
    }),
  ])
  .describe(
    'Records count their changes in `version`; answers carry it as ETag, and `If-Match` is honoured.',
  );
