import type { Scenario } from '../../model/scenario.ts';

/** Whether the clock of the system must stand still while the scenario is played. */
export function needsClock({ clock, steps }: Pick<Scenario, 'clock' | 'steps'>): boolean {
  return clock !== undefined || steps.some(({ kind }) => kind === 'advance');
}
