import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { markdownCode, markdownText, mermaidLabel, shellWord } from './escape.ts';

const hostile = fc.string({ unit: 'binary', maxLength: 60 });

test('text stays in one cell of a table, whatever it holds', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const escaped = markdownText(text);
      expect(escaped).not.toMatch(/[\n\r]/);
      expect(escaped.replace(/\\./g, '')).not.toMatch(/[|<`[\]*_]/);
    }),
  );
});

test('code spans hold every run of backticks and no bare bar', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const span = markdownCode(text);
      expect(span).not.toMatch(/[\n\r]/);
      expect(span.replaceAll('\\|', '')).not.toContain('|');
    }),
  );
  expect(markdownCode('a`b')).toBe('``a`b``');
});

test('a label of a diagram ends where it should', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(mermaidLabel(text).slice(1, -1)).not.toMatch(/["\n\r<>]/);
    }),
  );
});

test('a shell reads a word back as it was', () => {
  const words = ["it's", '$(touch /tmp/never)', '`id`', 'a b', '"', '\\', '-n', '*', '!x', "a'b\nc", ''];
  for (const word of words) {
    const read = execFileSync('sh', ['-c', `printf %s ${shellWord(word)}`], { encoding: 'utf8' });
    expect(read).toBe(word);
  }
});
