import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { BuildEvent } from './build-event.ts';
import { formatDuration } from './duration.ts';
import { applyEvent, initialProgress } from './progress-state.ts';
import { renderProgress } from './render-progress.ts';

const events: BuildEvent[] = [
  { kind: 'started', step: { stage: 'analyse' }, at: 0 },
  { kind: 'finished', step: { stage: 'analyse' }, at: 12, outcome: 'succeeded', note: '6 statements' },
  { kind: 'started', step: { stage: 'components' }, at: 12 },
  { kind: 'started', step: { stage: 'components', part: 'api' }, at: 12 },
  { kind: 'started', step: { stage: 'components', part: 'store' }, at: 13 },
  { kind: 'finished', step: { stage: 'components', part: 'api' }, at: 20, outcome: 'succeeded' },
];
const state = events.reduce(applyEvent, initialProgress(['analyse', 'components', 'prove'], 0));
const lines = (width: number) => stripVTControlCharacters(renderProgress(state, 1500, width)).split('\n');

describe('progress', () => {
  test('shows every stage, the parts that run, and the time that has passed', () => {
    const [analyse, components, parts, prove, elapsed] = lines(80);
    expect(analyse).toMatch(/✔ analyse\s+12 ms {2}6 statements/);
    expect(components).toMatch(/components\s+1\.5 s/);
    expect(parts).toMatch(/1\/2 .* store/);
    expect(parts).not.toContain('api');
    expect(prove).toMatch(/· prove/);
    expect(elapsed?.trim()).toBe('1.5 s');
  });

  test('never exceeds the width of the terminal', () => {
    for (const line of lines(16)) expect(line.length).toBeLessThanOrEqual(16);
  });

  test.each([
    [7.6, '8 ms'],
    [999, '999 ms'],
    [3210, '3.2 s'],
    [59_999, '1 min 0 s'],
    [125_000, '2 min 5 s'],
  ])('%d ms is written %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
