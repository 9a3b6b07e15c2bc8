import { expect, test } from 'vitest';
import { readPassages } from './passages.ts';

const textsOf = (request: string): readonly string[] => readPassages(request).map(({ text }) => text);

test.each([
  [
    'coins: grade, country\nalbums: label\nin memory',
    ['coins: grade, country', 'albums: label', 'in memory'],
  ],
  ['A stall has a code (max. 8 chars), a tel. number and a no. of seats.', undefined],
  ['The lamp has 2700 K. All are required.', ['The lamp has 2700 K.', 'All are required.']],
  ['a serial no.\nAn owner has a name.', ['a serial no.', 'An owner has a name.']],
  ['We keep plants and\nthe people who water them.', undefined],
  ['The fields are:\nname\nprice', ['The fields are:', 'name', 'price']],
])('%j is cut into its statements', (request, expected) => {
  expect(textsOf(request)).toEqual(expected ?? [request]);
});
