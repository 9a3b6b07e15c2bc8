import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { yamlText } from './yaml-text.ts';

const words = fc
  .array(
    fc.constantFrom(
      'Task',
      'the',
      'true',
      'null',
      'No',
      '12',
      '1e3',
      '0x1',
      '-',
      ':',
      '#',
      "'s",
      '"',
      '{}',
      '[',
      ',',
      'é',
      '~',
      '',
      '.inf',
      'a:',
      'b#',
      '\n',
      '/tasks/{task}',
      '2030-01-15',
      '#/components/schemas/Task',
      '\t',
      '%',
      '@',
      '`',
      '!',
      '&',
      '*',
      '?',
      '|',
      '>',
      '=',
      '<<',
      'a long word',
      'a sentence that goes on for a while, until it needs more than one line.',
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(' '));
const text = fc.oneof(words, fc.string(), fc.string({ unit: 'binary' }));
const leaf = fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, leaf, tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  map: fc.dictionary(
    text.filter((key) => key !== '__proto__'),
    tie('value'),
    { maxKeys: 4 },
  ),
}));

test('the text is that of the package, whatever the value', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        text.filter((key) => key !== '__proto__'),
        value,
        { minKeys: 1 },
      ),
      (document) => {
        expect(yamlText(document)).toBe(
          stringify(document, { lineWidth: 110, aliasDuplicateObjects: false }),
        );
      },
    ),
    { numRuns: 500 },
  );
});
