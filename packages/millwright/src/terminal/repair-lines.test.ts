import type { Repairs } from '@millwright/pack-system';
import { expect, test } from 'vitest';
import { repairLines } from './repair-lines.ts';

const attempt = (fixer: string, more: Partial<Repairs['attempts'][number]> = {}) => ({
  fixer,
  outcome: 'accepted' as const,
  files: ['src/a.ts'],
  before: 2,
  after: 0,
  ...more,
});

test('what was repaired is told with what it was good for', () => {
  const attempts = [attempt('system/model', { note: 'openai/a, 15 tokens: It counts.' })];
  expect(repairLines({ status: 'healed', attempts, leftAlone: ['src/b.ts'] }, 'notes')).toEqual([
    '',
    'Repaired:',
    '  system/model: src/a.ts: 2 → 0 failures (openai/a, 15 tokens: It counts.)',
  ]);
});

test('what was not is told with what was tried, and with what a person can do', () => {
  const attempts = Array.from({ length: 8 }, (_, index) =>
    attempt(`test/${index}`, { outcome: 'rejected', why: 'it leaves 2 failures where there were 2' }),
  );
  const files = ['src/b.ts', 'src/c.ts', 'src/d.ts', 'src/e.ts'];
  const lines = repairLines({ status: 'unhealed', attempts, leftAlone: files }, 'notes');
  expect(lines.slice(1, 3)).toEqual([
    'Tried in vain:',
    '  test/0: src/a.ts: it leaves 2 failures where there were 2',
  ]);
  expect(lines).toContain('  and 2 more');
  expect(lines.slice(-2)).toEqual([
    '  Edited since it was generated: src/b.ts, src/c.ts, src/d.ts and 1 more',
    '  millwright verify notes --heal --restore takes back the edits that break something',
  ]);
});

test('where nothing failed, nothing is told', () => {
  expect(repairLines(undefined, 'notes')).toEqual([]);
});
