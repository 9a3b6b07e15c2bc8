import type { ComponentContext } from '../component.ts';
import { DELIVERED } from '../event-loop.ts';
import type { SendPort } from '../send-port.ts';
import { DataflowComponent } from './dataflow-component.ts';
import type { Journal } from './journal.ts';
import type { Message } from './message.ts';
import type { Key, Pane } from './pane.ts';
import { Panes } from './panes.ts';
import { CountedReceipt } from './receipt.ts';
import { type Span, type WindowRule } from './window.ts';

export interface AggregatorOptions {
  /** Names of the types of the messages that come in and that go out. */
  readonly type: string;
  readonly outType: string;
  readonly window: WindowRule;
  /** Windows follow the time that messages carry; without it, the instant at which they were accepted. */
  readonly eventTime?: {
    /** How far a message may be behind the latest one and still be counted. */
    readonly latenessMs: number;
    /** Windows are over as well when nothing has come for so long. */
    readonly idleMs?: number | undefined;
  };
  readonly journal?: Journal | undefined;
}

/** What a window is about. */
export interface WindowFacts<K extends Key = Key> {
  readonly key: K;
  /** Instants in UTC. */
  readonly start: string;
  readonly end: string;
}

/** A window waits for messages that are on their way; how long until it looks again, in real time. */
const LOOK_AGAIN_MS = 10;

/**
 * Makes one message of all messages of a key in a window.
 *
 * The receipts of its inputs are held until the message of their window is handled. So windows that are open when the
 * process dies fill again after the next start, and a window whose message was handled is not sent twice.
 */
export abstract class Aggregator<In, Out, K extends Key = null> extends DataflowComponent<In> {
  readonly out: SendPort<Message<Out>>;
  /** Messages whose windows are over. */
  readonly late: SendPort<Message<In>>;
  readonly #options: AggregatorOptions;
  readonly #panes: Panes<In>;
  /** Windows up to here are over. */
  #closed = -Infinity;
  /** The same, as it was before the start. It holds for messages that are new. */
  #closedBefore = -Infinity;
  #latest = -Infinity;
  #cancelTimer: (() => void) | undefined;
  #timerAt = Infinity;
  #sending: Promise<void> = DELIVERED;

  constructor(name: string, options: AggregatorOptions) {
    super(name, { type: options.type });
    this.#options = options;
    this.#panes = new Panes(options.window);
    this.out = this.sends('out', { type: options.outType });
    this.late = this.sends('late', { type: options.type });
  }

  /** What messages are grouped by. */
  protected keyOf(_message: In): K {
    return null as K;
  }

  /** The instant that a message carries, in UTC, where windows follow that. */
  protected timeOf(_message: In): string {
    return this.now;
  }

  /** The message of a window, of which there is one or more. */
  protected abstract aggregate(messages: readonly In[], window: WindowFacts<K>): Out;

  override setup(context: ComponentContext): void | Promise<void> {
    const closed = this.#options.journal?.kept(this.name).get('closed');
    if (closed !== undefined && this.#options.eventTime) this.#closedBefore = Number(closed);
    return super.setup(context);
  }

  override async process(context: ComponentContext): Promise<void> {
    await super.process(context);
    this.#cancelTimer?.();
    // Windows that a journal keeps go on after the next start; any others end with the process.
    if (this.#options.journal === undefined) void this.#send(this.#panes.takeAll());
    await this.#sending;
  }

  protected override handle(message: Message<In>): Promise<void> {
    if (this.#isDone(message, '')) return DELIVERED;
    const time = this.#timeOf(message);
    const closed = message.receipt.isReplay ? -Infinity : this.#closed;
    const key = this.keyOf(message.value);
    const { full, isLate } = this.#panes.add(message, { key, time, closed }, (span) =>
      this.#isSliding ? !this.#isDone(message, partOf(span)) : true,
    );
    if (full !== undefined) return this.#send([full]);
    if (isLate) return this.forward(this.late, message, message.value);
    return this.#options.eventTime === undefined ? this.#wait() : this.#advance(time, message);
  }

  get #isSliding(): boolean {
    return this.#options.window.kind === 'sliding';
  }

  #isDone({ receipt, trail }: Message<In>, part: string): boolean {
    if (!receipt.isReplay) return false;
    return this.#options.journal?.markOf(receipt.entry, `${this.name}:${trail}${part}`) !== undefined;
  }

  /** Where messages carry no time, one that comes after its window is over belongs to the next. */
  #timeOf(message: Message<In>): number {
    if (this.#options.eventTime !== undefined) return Date.parse(this.timeOf(message.value));
    const { acceptedAt, isReplay } = message.receipt;
    return isReplay ? acceptedAt : Math.max(acceptedAt, this.#closed);
  }

  #advance(time: number, { receipt }: Message<In>): Promise<void> {
    const { latenessMs = 0, idleMs } = this.#options.eventTime ?? {};
    if (idleMs !== undefined) this.#startTimer(this.context.clock.now() + idleMs);
    if (!receipt.isReplay && this.#closedBefore > this.#closed) this.#closed = this.#closedBefore;
    if (time > this.#latest) this.#latest = time;
    return this.#closeUntil(this.#latest - latenessMs);
  }

  /** Windows that follow the clock are over when it says so. */
  #wait(): Promise<void> {
    const { earliestEnd } = this.#panes;
    if (earliestEnd < this.#timerAt) this.#startTimer(earliestEnd);
    return DELIVERED;
  }

  #startTimer(at: number): void {
    this.#cancelTimer?.();
    this.#timerAt = at;
    const { clock } = this.context;
    this.#cancelTimer = clock.schedule(Math.max(0, at - clock.now()), () => this.#onTimer());
  }

  #onTimer(): void {
    if (this.in.depth > 0 || this.#options.journal?.isReplaying === true) {
      const again = setTimeout(() => this.#onTimer(), LOOK_AGAIN_MS);
      this.#cancelTimer = () => clearTimeout(again);
      return;
    }
    this.#timerAt = Infinity;
    if (this.#options.eventTime !== undefined) {
      void this.#send(this.#panes.takeAll());
      return;
    }
    void this.#closeUntil(this.context.clock.now());
    if (this.#panes.earliestEnd < Infinity) void this.#wait();
  }

  #closeUntil(instant: number): Promise<void> {
    if (instant > this.#closed) this.#closed = instant;
    if (this.#closed < this.#panes.earliestEnd) return DELIVERED;
    return this.#send(this.#panes.takeUntil(this.#closed));
  }

  /** Sends the messages of windows, one after the other. */
  #send(panes: readonly Pane<In>[]): Promise<void> {
    if (panes.length === 0) return DELIVERED;
    this.#sending = this.#sendAll(panes, this.#sending);
    return this.#sending;
  }

  async #sendAll(panes: readonly Pane<In>[], earlier: Promise<void>): Promise<void> {
    await earlier;
    for (const pane of panes) await this.#sendPane(pane);
  }

  async #sendPane(pane: Pane<In>): Promise<void> {
    const [first] = pane.messages;
    if (first === undefined) return;
    const { journal } = this.#options;
    try {
      const facts = { key: pane.key as K, start: instantText(pane.start), end: instantText(pane.end) };
      const value = this.aggregate(
        pane.messages.map((message) => message.value),
        facts,
      );
      const receipt = this.#receiptOf(pane, first);
      const trail = journal === undefined ? '' : `${first.trail}@${pane.start}`;
      await this.forward(this.out, { receipt, trail }, value);
      receipt.release();
    } catch (error) {
      for (const message of pane.messages) await this.fail(message, error);
    }
  }

  /** One receipt for all messages of a window. */
  #receiptOf(pane: Pane<In>, { receipt }: Message<In>) {
    const facts = {
      entry: receipt.entry,
      acceptedAt: receipt.acceptedAt,
      isReplay: pane.receipts.some(({ isReplay }) => isReplay),
    };
    const part = this.#isSliding ? partOf(pane) : '';
    return new CountedReceipt(facts, () => {
      if (this.#options.eventTime && this.#options.journal) this.#keepClosed(this.#options.journal);
      for (const message of pane.messages) this.#settle(message, part);
    });
  }

  #keepClosed(journal: Journal): void {
    if (this.#closed > -Infinity) journal.keep(this.name, 'closed', String(this.#closed));
  }

  /** A message that is still needed elsewhere may come again, but not for this window. */
  #settle({ receipt, trail }: Message<In>, part: string): void {
    if (receipt.release()) return;
    this.#options.journal?.mark(receipt.entry, `${this.name}:${trail}${part}`, '');
  }
}

function partOf({ start }: Span): string {
  return `@${start}`;
}

function instantText(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
