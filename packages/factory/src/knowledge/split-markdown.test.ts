import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitMarkdown } from './split-markdown.ts';

const titles = (markdown: string) => splitMarkdown(markdown, 'a.md').map(({ title, text }) => [title, text]);

test('each section is a passage under the headings above it', () => {
  expect(titles('intro\n\n# One\ntext\n## Two ##\nmore\n# Three\n\n## Four\nlast')).toEqual([
    ['', 'intro'],
    ['One', 'text'],
    ['One › Two', 'more'],
    ['Three › Four', 'last'],
  ]);
});

test('a fence is never split, and a comment in it is no heading', () => {
  const code = `\`\`\`sh\n# not a heading\n\n${'x'.repeat(2_500)}\n\`\`\``;
  expect(titles(`# Shell\nbefore\n\n${code}\n\nafter`)).toEqual([
    ['Shell', 'before'],
    ['Shell', code],
    ['Shell', 'after'],
  ]);
});

test('a long section is split between paragraphs', () => {
  const paragraphs = Array.from({ length: 30 }, (_, index) => `${index} ${'word '.repeat(40)}`.trim());
  const passages = splitMarkdown(`# Long\n${paragraphs.join('\n\n')}`, 'a.md');
  expect(passages.length).toBeGreaterThan(2);
  expect(passages.flatMap(({ text }) => text.split('\n\n'))).toEqual(paragraphs);
});

test('no word of a document is lost', () => {
  const line = fc.oneof(
    fc.constantFrom('', '# A', '## B', '```', '~~~', '    code'),
    fc.stringMatching(/^[a-z]{1,8}$/),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const words = (text: string) => text.match(/[a-z]+/g) ?? [];
      const kept = splitMarkdown(lines.join('\n'), 'a.md').flatMap(({ text }) => words(text));
      expect(kept).toEqual(words(lines.filter((one) => !one.startsWith('#')).join('\n')));
    }),
  );
});
