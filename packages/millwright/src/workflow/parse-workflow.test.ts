import { expect, test } from 'vitest';
import { parseCommand } from '../cli/parse-command.ts';

const base = { kind: 'workflow', json: false };

test.each([
  [
    'run w.yaml --input @in.json --debug --break a --break b --pack p.ts --json',
    {
      ...base,
      json: true,
      action: 'run',
      file: 'w.yaml',
      input: '@in.json',
      debug: true,
      breakpoints: ['a', 'b'],
      packs: ['p.ts'],
    },
  ],
  [
    'run w.yaml',
    { ...base, action: 'run', file: 'w.yaml', input: undefined, debug: false, breakpoints: [], packs: [] },
  ],
  ['validate w.yaml', { ...base, action: 'validate', file: 'w.yaml', packs: [] }],
  ['graph w.yaml --format svg', { ...base, action: 'graph', file: 'w.yaml', format: 'svg', packs: [] }],
  [
    'answer r s true --by ann',
    { ...base, action: 'answer', runId: 'r', stage: 's', answer: 'true', by: 'ann' },
  ],
  ['next r', { ...base, action: 'next', runId: 'r', step: undefined }],
])('workflow %s', (words, command) => {
  expect(parseCommand(['workflow', ...words.split(' ')])).toEqual(command);
});

test.each([
  ['', 'unknown_command'],
  ['rnu w.yaml', 'unknown_command'],
  ['valid w.yaml', 'unknown_command'],
  ['run', 'missing_word'],
  ['answer r s', 'missing_word'],
  ['next', 'missing_word'],
  ['run a b', 'too_many_words'],
  ['validate w.yaml --inputt x', 'unknown_option'],
  ['graph w.yaml --format png', 'bad_option'],
])('workflow %s is a usage error', (words, code) => {
  expect(() => parseCommand(['workflow', ...words.split(' ').filter(Boolean)])).toThrow(
    expect.objectContaining({ code }),
  );
});
