import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeText } from './merge-text.ts';

const base = `import { a } from 'a';

export const first = 1;
export const second = 2;
export const third = 3;
`;

const merge = (theirs: string, generated: string, of = base) => mergeText('x.ts', of, theirs, generated);

describe('merging lines', () => {
  test('changes in different places both stand', () => {
    const theirs = base.replace('first = 1', 'first = 100');
    const generated = base.replace('third = 3;', 'third = 3;\nexport const fourth = 4;');
    expect(merge(theirs, generated)).toEqual({
      text: theirs.replace('third = 3;', 'third = 3;\nexport const fourth = 4;'),
      conflicts: [],
    });
  });

  test('of one line changed in two ways the person has theirs, and both are shown', () => {
    const merged = merge(
      base.replace('second = 2', 'second = 22'),
      base.replace('second = 2', 'second = 200'),
    );
    expect(merged?.text).toBe(base.replace('second = 2', 'second = 22'));
    expect(merged?.conflicts).toEqual([
      {
        place: 4,
        base: 'export const second = 2;\n',
        theirs: 'export const second = 22;\n',
        generated: 'export const second = 200;\n',
      },
    ]);
  });

  test('imports added at one place by both sides both stand', () => {
    const merged = merge(
      base.replace("'a';", "'a';\nimport { mine } from 'mine';"),
      base.replace("'a';", "'a';\nimport { b } from 'b';"),
    );
    expect(merged?.conflicts).toEqual([]);
    expect(merged?.text).toContain("import { mine } from 'mine';\nimport { b } from 'b';\n");
  });

  test('imports of one name are a conflict', () => {
    const merged = merge(
      base.replace("'a';", "'a';\nimport { b } from 'mine';"),
      base.replace("'a';", "'a';\nimport { b } from 'b';"),
    );
    expect(merged?.conflicts).toHaveLength(1);
  });

  test('long line ends stay, and what is new gets them', () => {
    const theirs = base.replace('first = 1', 'first = 100').replaceAll('\n', '\r\n');
    const merged = merge(theirs, base.replace('third = 3', 'third = 33'));
    expect(merged?.text).toBe(theirs.replace('third = 3', 'third = 33'));
  });

  test('a file that was indented anew keeps its indentation and gets the changes', () => {
    const of = 'if (a) {\n  one();\n  two();\n  three();\n}\n';
    const theirs = of.replaceAll('  ', '\t').replace('one()', 'mine()');
    const merged = merge(theirs, of.replace('  three();\n', '  three();\n  four();\n'), of);
    expect(merged?.conflicts).toEqual([]);
    expect(merged?.text).toBe('if (a) {\n\tmine();\n\ttwo();\n\tthree();\n  four();\n}\n');
  });

  test('a text whose last line has no end can be added to', () => {
    const merged = merge('A\nb\nc', 'a\nb\nc\nd\n', 'a\nb\nc\n');
    expect(merged).toEqual({ text: 'A\nb\nc\nd\n', conflicts: [] });
  });

  test('a text that is too repetitive to compare is not merged', () => {
    const of = 'x\n'.repeat(10_000);
    expect(merge(`1\n${of}2\n`, `3\n${of.repeat(2)}4\n`, of)).toBeUndefined();
  });
});

const line = fc.constantFrom('a', 'b', 'c', '}', '', '  a', 'd');
const lines = fc.array(line, { maxLength: 12 });
const textOf = (list: readonly string[]) => list.map((one) => `${one}\n`).join('');

/** Some lines taken away, some new ones, with words that nobody else has, put in. */
function edited(list: readonly string[], word: string): fc.Arbitrary<readonly string[]> {
  return fc.array(fc.tuple(fc.nat(list.length), fc.nat(2), fc.boolean()), { maxLength: 4 }).map((edits) =>
    edits.reduce<readonly string[]>((now, [at, removed, isAdding], index) => {
      const added = isAdding ? [`${word} ${index}`] : [];
      return [...now.slice(0, at), ...added, ...now.slice(at + removed)];
    }, list),
  );
}

const versions = lines.chain((of) =>
  fc.record({ base: fc.constant(of), theirs: edited(of, 'mine'), generated: edited(of, 'new') }),
);

describe('whatever is edited', () => {
  test('no line of the person is lost, and nothing new is lost without a conflict', () => {
    fc.assert(
      fc.property(versions, ({ base: of, theirs, generated }) => {
        const merged = merge(textOf(theirs), textOf(generated), textOf(of));
        const result = new Set(merged?.text.split('\n'));
        for (const own of theirs.filter((one) => one.startsWith('mine'))) expect(result).toContain(own);
        const shown = merged?.conflicts.map((conflict) => conflict.generated).join('') ?? '';
        for (const one of generated.filter((each) => each.startsWith('new'))) {
          expect(result.has(one) || shown.includes(`${one}\n`)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('without edits the result is what is generated; without changes it is what the person has', () => {
    fc.assert(
      fc.property(versions, ({ base: of, theirs, generated }) => {
        expect(merge(textOf(of), textOf(generated), textOf(of))?.text).toBe(textOf(generated));
        expect(merge(textOf(theirs), textOf(of), textOf(of))?.text).toBe(textOf(theirs));
        expect(merge(textOf(theirs), textOf(theirs), textOf(of))).toEqual({
          text: textOf(theirs),
          conflicts: [],
        });
      }),
      { numRuns: 300 },
    );
  });

  test('merging again changes nothing', () => {
    fc.assert(
      fc.property(versions, ({ base: of, theirs, generated }) => {
        const once = merge(textOf(theirs), textOf(generated), textOf(of))?.text ?? '';
        expect(merge(once, textOf(generated), textOf(generated))).toEqual({ text: once, conflicts: [] });
      }),
      { numRuns: 300 },
    );
  });
});

test('a line of theirs that the base does not have is in the result, wherever both sides end alike', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'), { maxLength: 7 })
    .map((lines) => lines.map((line) => `${line}\n`).join(''));
  fc.assert(
    fc.property(text, text, text, (base, theirs, generated) => {
      const merged = mergeText('a.txt', base, theirs, generated)?.text ?? '';
      for (const line of theirs.split('\n')) if (!base.includes(line)) expect(merged).toContain(line);
    }),
    { numRuns: 2_000, examples: [['a\n', 'b\nd\n', 'c\nd\n']] },
  );
});
