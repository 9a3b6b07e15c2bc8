import type { FunctionSignature } from './function-signature.ts';

/** Further functions of text. */
export const textFunctions: readonly FunctionSignature[] = [
  {
    name: 'csv',
    parameters: ['list of objects'],
    result: 'text',
    summary:
      "A line with the names of the fields and one for each object, as CSV: `csv(books.only('title', 'author'))`.",
  },
  {
    name: 'string',
    parameters: ['duration'],
    result: 'text',
    as: 'spanOf',
    summary: 'A duration as text: `PT1H30M`.',
  },
  {
    name: 'string',
    parameters: ['text'],
    result: 'text',
    as: 'plainText',
    summary: 'A text as it is; values of enums and ids are texts.',
  },
  {
    name: 'string',
    parameters: ['date'],
    result: 'text',
    as: 'plainText',
    summary: 'A day as text: `2026-01-31`.',
  },
  {
    name: 'string',
    parameters: ['datetime'],
    result: 'text',
    as: 'plainText',
    summary: 'An instant as text: `2026-01-31T09:30:00.000Z`.',
  },
  {
    name: 'string',
    parameters: ['time'],
    result: 'text',
    as: 'plainText',
    summary: 'A time of day as text: `09:30`.',
  },
  {
    name: 'padStart',
    isMethod: true,
    parameters: ['text', 'integer', 'text'],
    result: 'text',
    summary: 'A text with another before it until it has so many characters.',
  },
  {
    name: 'padEnd',
    isMethod: true,
    parameters: ['text', 'integer', 'text'],
    result: 'text',
    summary: 'A text with another after it until it has so many characters.',
  },
  {
    name: 'slug',
    parameters: ['text'],
    result: 'text',
    summary: 'A text as part of an address: `Crème brûlée!` becomes `creme-brulee`.',
  },
  { name: 'base64', parameters: ['text'], result: 'text', summary: 'A text in Base64.' },
  {
    name: 'sha256',
    parameters: ['text'],
    result: 'text',
    summary: 'The SHA-256 of a text, as 64 hexadecimal digits.',
  },
  {
    name: 'hmac',
    parameters: ['text', 'text'],
    result: 'text',
    summary: 'The HMAC-SHA-256 of a text, with a key before it, as hexadecimal digits: `hmac(key, text)`.',
  },
  { name: 'uuid', parameters: [], result: 'text', summary: 'A new random UUID.' },
  {
    name: 'token',
    parameters: ['integer'],
    result: 'text',
    summary: 'A new random text of so many letters and digits.',
  },
];
