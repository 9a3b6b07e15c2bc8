import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { commentText, docComment } from './comment.ts';
import { literal, propertyKey, wholePattern } from './literal.ts';

/** What a piece of TypeScript that is JavaScript as well means. */
function meaningOf(code: string): unknown {
  return Function(`'use strict'; return (${code});`)();
}

test('a literal means the value it was made from', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(meaningOf(literal(value))).toEqual(value);
    }),
  );
});

test('a text is one line in single quotes, whatever it holds', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const code = literal(text);
      expect(code).toMatch(/^'[^\n\r\u2028\u2029]*'$/);
      expect(meaningOf(code)).toBe(text);
    }),
  );
});

test('a property keeps its name', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (name) => {
      expect(Object.keys(meaningOf(`{ ${propertyKey(name)}: 1 }`) as object)).toEqual([name]);
    }),
  );
  expect(Object.keys(meaningOf(`{ ${propertyKey('__proto__')}: 1 }`) as object)).toEqual(['__proto__']);
});

test.each(['a|b', '[/]+', 'x/y', '\\d{3}', "[a-z'`]+"])(
  'the pattern %s must match the whole value',
  (pattern) => {
    const whole = meaningOf(wholePattern(pattern)) as RegExp;
    expect(whole.source).toBe(new RegExp(`^(?:${pattern})$`, 'u').source);
  },
);

test('no text ends the comment it stands in', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('*/', '\n', '**//', '\u2028', ''),
      (text, trap) => {
        const comment = docComment(text + trap + text);
        expect(comment === '' || /^\/\*\* .* \*\/\n$/u.test(comment)).toBe(true);
        expect(commentText(text + trap + text)).not.toMatch(/\*\/|[\n\r\u2028\u2029]/);
      },
    ),
  );
});
