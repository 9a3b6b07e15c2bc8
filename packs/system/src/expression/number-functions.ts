import type { FunctionSignature } from './function-signature.ts';

/** Further functions of numbers. */
export const numberFunctions: readonly FunctionSignature[] = [
  {
    name: 'round',
    parameters: ['number', 'integer'],
    result: 'number',
    as: 'roundTo',
    summary: 'A number with so many digits after the point.',
  },
  {
    name: 'pow',
    parameters: ['number', 'number'],
    result: 'number',
    summary: 'A number to the power of another.',
  },
  { name: 'sqrt', parameters: ['number'], result: 'number', summary: 'The square root.' },
  {
    name: 'fixed',
    parameters: ['number', 'integer'],
    result: 'text',
    summary: 'A number as text, with so many digits after the point: `fixed(2.5, 2)` is `2.50`.',
  },
  {
    name: 'int',
    parameters: ['text'],
    result: 'integer or null',
    as: 'parseInteger',
    summary: 'The whole number that a text is; `null` when it is none.',
  },
  {
    name: 'double',
    parameters: ['text'],
    result: 'number or null',
    as: 'parseNumber',
    summary: 'The number that a text is; `null` when it is none.',
  },
];
