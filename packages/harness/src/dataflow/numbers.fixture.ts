import {
  Aggregator,
  Filter,
  HttpSource,
  type Journal,
  type Post,
  StreamProcessor,
  Transformer,
} from './index.ts';
import { DataflowComponent } from './dataflow-component.ts';
import type { Message } from './message.ts';
import { HarnessComponent } from '../component.ts';
import type { WindowRule } from './window.ts';

export interface Reading {
  readonly device: string;
  readonly value: number;
  readonly at: string;
}

export interface Total {
  readonly device: string;
  readonly start: string;
  readonly end: string;
  readonly values: readonly number[];
}

/** Stands in for the HTTP side. */
export class Client extends HarnessComponent {
  readonly posts = this.requests<Post<Reading>, number>('readings', { type: 'Reading[]' });

  send(bodies: readonly Reading[]): Promise<number> {
    return this.posts.request({ bodies, path: {} });
  }
}

export class Readings extends HttpSource<Reading> {
  constructor(journal?: Journal, backlog?: number) {
    super('readings', { type: 'Reading', journal, backlog });
  }

  protected override message(body: Reading): Reading {
    return body;
  }
}

export class Positive extends Filter<Reading> {
  constructor() {
    super('positive', { type: 'Reading' });
  }

  protected override keeps(message: Reading): boolean {
    return message.value > 0;
  }
}

export class Doubled extends Transformer<Reading, Reading> {
  constructor() {
    super('doubled', { type: 'Reading', outType: 'Reading' });
  }

  protected override transform(message: Reading): Reading {
    if (Number.isNaN(message.value)) throw new RangeError('It is no number.');
    return { ...message, value: message.value * 2 };
  }
}

export class Totals extends Aggregator<Reading, Total, string> {
  readonly #isEventTime: boolean;

  constructor(
    window: WindowRule,
    options: {
      readonly journal?: Journal | undefined;
      readonly latenessMs?: number;
      readonly idleMs?: number;
    } = {},
  ) {
    const { journal, latenessMs, idleMs } = options;
    const time = latenessMs === undefined ? {} : { eventTime: { latenessMs, idleMs } };
    super('totals', { type: 'Reading', outType: 'Total', window, journal, ...time });
    this.#isEventTime = latenessMs !== undefined;
  }

  protected override keyOf(message: Reading): string {
    return message.device;
  }

  protected override timeOf(message: Reading): string {
    return this.#isEventTime ? message.at : super.timeOf(message);
  }

  protected override aggregate(
    messages: readonly Reading[],
    { key, start, end }: { key: unknown; start: string; end: string },
  ): Total {
    return { device: String(key), start, end, values: messages.map(({ value }) => value) };
  }
}

export class Runs extends StreamProcessor<Reading, { readonly count: number }, Reading, string> {
  constructor(journal?: Journal) {
    super('runs', { type: 'Reading', outType: 'Reading', journal });
  }

  protected override keyOf(message: Reading): string {
    return message.device;
  }

  protected override initial() {
    return { count: 0 };
  }

  protected override next(state: { readonly count: number }) {
    return { count: state.count + 1 };
  }

  protected override output(
    message: Reading,
    { state }: { state: { readonly count: number } },
  ): Reading | undefined {
    return state.count % 2 === 0 ? { ...message, value: state.count } : undefined;
  }
}

/** Keeps what it is sent, and lets go of it when it is told to. */
export class Collected<Value> extends DataflowComponent<Value> {
  readonly values: Value[] = [];
  readonly held: Message<Value>[] = [];
  isHolding = false;
  /** Messages wait for it. */
  gate: Promise<void> | undefined;

  constructor(name: string, type: string) {
    super(name, { type });
  }

  protected override handle(message: Message<Value>): void | Promise<void> {
    this.values.push(message.value);
    if (this.isHolding) {
      message.receipt.hold(1);
      this.held.push(message);
    }
    return this.gate;
  }

  letGo(): void {
    for (const { receipt } of this.held.splice(0)) receipt.release();
  }
}
