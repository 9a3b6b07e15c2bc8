import { SourceFile } from '../../code/source-file.ts';

export const clockFile = 'src/clock.ts';

/** `src/clock.ts`. */
export function renderClockFile(hasJobs: boolean): SourceFile {
  const file = new SourceFile(clockFile);
  if (hasJobs) file.imports.type('@millwright/harness', 'ClockFollower');
  if (hasJobs) file.add('/** So often the clock stops on its way at most. */\nconst MAX_STEPS = 10_000;');
  return file.add(`
/** The time of the system: whatever depends on time reads this clock. */
export class Clock {
  #stoppedAt: number | undefined;
${hasJobs ? '  readonly #followers: ClockFollower[] = [];\n' : ''}
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

${hasJobs ? followedMove : plainMove}
}`);
}

const plainMove = `  /** Moves a clock that stands still. It never goes back. */
  moveTo(instant: number): void {
    this.#stoppedAt = Math.max(instant, this.now());
  }`;

const followedMove = `  /** Whoever has something to do at certain instants does it before the clock moves on. */
  follow(follower: ClockFollower): void {
    this.#followers.push(follower);
  }

  /** Moves a clock that stands still, from one instant at which something is due to the next. It never goes back. */
  async moveTo(instant: number): Promise<void> {
    const target = Math.max(instant, this.now());
    for (let steps = 0; steps < MAX_STEPS; steps += 1) {
      const due = await this.#nextDue();
      if (due > target) break;
      this.#stoppedAt = Math.max(due, this.now());
      await this.#runDue();
    }
    this.#stoppedAt = target;
    await this.#runDue();
  }

  async #nextDue(): Promise<number> {
    const due = await Promise.all(this.#followers.map((follower) => follower.nextDue()));
    return Math.min(...due.map((instant) => instant ?? Infinity));
  }

  async #runDue(): Promise<void> {
    await Promise.all(this.#followers.map((follower) => follower.runDue()));
  }`;
