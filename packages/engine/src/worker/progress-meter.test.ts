import { expect, test } from 'vitest';
import { SimulatedClock } from '../testing/simulated-clock.ts';
import type { Happened } from './outcome-event.ts';
import { ProgressMeter } from './progress-meter.ts';

const report = (done: number): Happened => ({
  events: [{ type: 'stage.progress', stage: 's', progress: { done } }],
});

test('of many reports the first and the last of each interval are recorded', () => {
  const clock = new SimulatedClock();
  const recorded: Happened[] = [];
  const meter = new ProgressMeter(clock, (happened) => recorded.push(happened));
  for (let done = 1; done <= 1_000; done += 1) meter.report(report(done));
  expect(recorded).toEqual([report(1)]);
  clock.turn(100);
  expect(recorded).toEqual([report(1), report(1_000)]);
  clock.turn(100);
  meter.report(report(1_001));
  expect(recorded).toHaveLength(3);
});
