import type { ComponentContext } from '../component.ts';
import { Source, type SourceOptions } from './source.ts';

export interface ScheduleOptions extends SourceOptions {
  /** Milliseconds from one message to the next, counted from the full hours of 1970 on. */
  readonly everyMs: number;
}

/** A source that makes a message of its own at regular instants. */
export abstract class ScheduleSource<Value> extends Source<Value> {
  readonly #everyMs: number;
  #cancel: (() => void) | undefined;

  constructor(name: string, options: ScheduleOptions) {
    super(name, options);
    this.#everyMs = options.everyMs;
  }

  protected abstract message(): Value;

  override setup(context: ComponentContext): void | Promise<void> {
    const done = super.setup(context);
    this.#scheduleNext();
    return done;
  }

  override cleanup(): void {
    this.#cancel?.();
  }

  #scheduleNext(): void {
    const { clock, log } = this.context;
    const now = clock.now();
    const next = (Math.floor(now / this.#everyMs) + 1) * this.#everyMs;
    this.#cancel = clock.schedule(next - now, () => {
      this.#scheduleNext();
      this.accept([this.message()]).catch((error: unknown) => log.error('Scheduled message lost', { error }));
    });
  }
}
