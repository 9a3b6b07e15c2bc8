import { z } from 'zod';
import { camelName, pascalName } from './names.ts';

const accessWord = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} _.-]*$/u, 'expected `anyone`, `signedIn`, `key`, `owner` or a role');

/** Whom an operation is open to. */
export const accessWords = z
  .union([accessWord, z.array(accessWord).min(1)])
  .describe('`anyone`, `signedIn`, `key`, `owner`, a role, or a list of them: any of these may.')
  .meta({ id: 'AccessWords', examples: ['anyone', 'signedIn', ['owner', 'admin']] });

const span = z
  .string()
  .regex(/^\d+(ms|s|m|h|d)$/, 'expected a duration such as 30m, 12h or 7d')
  .meta({ examples: ['30m', '12h', '7d'] });

/** How often an operation may be asked for. */
export const rate = z
  .union([
    z
      .string()
      .regex(
        /^[1-9]\d* per (\d+ ?)?(second|minute|hour|day)s?$/,
        'expected a number per unit of time such as "5 per minute"',
      ),
    z.strictObject({
      limit: z.int().min(1).describe('How many requests.'),
      per: span.describe('In which time: `1m`, `15m`, `24h`.'),
      key: z
        .string()
        .min(1)
        .optional()
        .describe(
          'Whose requests are counted together: a CEL expression over `client`, `actor.id`, `input`, `path`, `query`, `headers`.',
        ),
    }),
  ])
  .describe('`5 per minute`, or limit, time and whose requests count together.')
  .meta({ id: 'Rate' });

const headerName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'expected the name of a header such as X-Api-Key');

const accountsSchema = z.strictObject({
  of: pascalName.describe(
    'The entity whose records are the accounts: it has a unique field and a `password`.',
  ),
  login: camelName
    .optional()
    .describe('The unique field that tells accounts apart: the only unique one when left out.'),
  lasts: span.optional().describe('How long a session lasts: `12h` when left out.'),
  roles: camelName.optional().describe('The field that holds the role: an enum, or a list of one.'),
});

const keysSchema = z.union([
  z.strictObject({
    of: pascalName.describe('The entity whose records are the keys: it has a `token`.'),
    header: headerName.optional().describe('`X-Api-Key` when left out.'),
  }),
  z.strictObject({
    from: z
      .string()
      .regex(/^config\.[a-z][A-Za-z0-9]*$/, 'expected a value of the configuration such as config.apiKeys')
      .describe('The value of the configuration that lists the keys: `name:secret`, separated by commas.'),
    header: headerName.optional().describe('`X-Api-Key` when left out.'),
  }),
]);

/** Who may send requests. */
export const accessSchema = z
  .strictObject({
    accounts: accountsSchema.optional().describe('People who sign up and log in.'),
    keys: keysSchema.optional().describe('Machines that send a key in a header.'),
    default: accessWords
      .optional()
      .describe('Whom an operation is open to that says nothing: `signedIn` when left out.'),
  })
  .meta({ id: 'Access' });

const seedValue = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);

/** Records that a system begins with. */
export const seedSchema = z
  .record(
    pascalName,
    z.array(z.record(camelName, seedValue).describe('Field → value; `$NAME` is taken from the environment.')),
  )
  .describe(
    'Records that are created once, when the store has none of their kind. `$NAME` comes from the environment; `$NAME?` leaves the record out when it is not set.',
  )
  .meta({ id: 'Seed' });

export type AccessDocument = z.infer<typeof accessSchema>;
export type AccessWordsDocument = z.infer<typeof accessWords>;
export type RateDocument = z.infer<typeof rate>;
export type SeedDocument = z.infer<typeof seedSchema>;
