import { describe, expect, test } from 'vitest';
import { readField } from './field-notation.ts';
import { isFileNotation, printFileNotation, readFileNotation } from './file-notation.ts';

describe('file notation', () => {
  test.each([
    ['file', [], 10 * 1024 ** 2, false],
    ['file?', [], 10 * 1024 ** 2, true],
    ['file image/png ..5MB', ['image/png'], 5 * 1024 ** 2, false],
    ['file image/png|image/jpeg', ['image/png', 'image/jpeg'], 10 * 1024 ** 2, false],
    ['file? image/* | application/pdf ..1.5 KB', ['image/*', 'application/pdf'], 1536, true],
    ['file ..100', [], 100, false],
  ])('%s', (text, contentTypes, maximumBytes, isRemovable) => {
    expect(readFileNotation(text)).toEqual({
      notation: { limits: { contentTypes, maximumBytes }, isRemovable },
    });
    const printed = printFileNotation({ contentTypes, maximumBytes });
    expect(readFileNotation(printed)).toMatchObject({ notation: { limits: { contentTypes, maximumBytes } } });
  });

  test.each(['file png', 'file image/png 5MB', 'file ..5 apples', 'file 1..5MB', 'file image/png unique'])(
    '%s is refused with the right spelling',
    (text) => {
      expect(readFileNotation(text)).toMatchObject({
        problem: { code: 'invalid_field', suggestion: expect.stringContaining('Write `') },
      });
    },
  );

  test('an enum may have the value `file`', () => {
    expect(isFileNotation('file | folder')).toBe(false);
    expect(readField('file | folder')).toMatchObject({ notation: { type: { kind: 'enum' } } });
  });
});
