import { SourceFile } from '../../code/source-file.ts';

export const clockFile = 'src/clock.ts';

/** `src/clock.ts`. */
export function renderClockFile(): SourceFile {
  return new SourceFile(clockFile).add(`
/** The time of the system: whatever depends on time reads this clock. */
export class Clock {
  #stoppedAt: number | undefined;

  /** @param stoppedAt Where it stands still until it is moved, in milliseconds; without it, it runs. */
  constructor(stoppedAt?: number) {
    this.#stoppedAt = stoppedAt;
  }

  get isStopped(): boolean {
    return this.#stoppedAt !== undefined;
  }

  /** Milliseconds since 1970-01-01 UTC. */
  now(): number {
    return this.#stoppedAt ?? Date.now();
  }

  /** Moves a clock that stands still. It never goes back. */
  moveTo(instant: number): void {
    this.#stoppedAt = Math.max(instant, this.now());
  }
}`);
}
