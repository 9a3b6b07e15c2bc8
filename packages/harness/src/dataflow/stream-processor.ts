import type { ComponentContext } from '../component.ts';
import { DELIVERED } from '../event-loop.ts';
import type { SendPort } from '../send-port.ts';
import { DataflowComponent } from './dataflow-component.ts';
import type { Journal } from './journal.ts';
import type { Message } from './message.ts';
import type { Key } from './pane.ts';

export interface StreamProcessorOptions {
  /** Names of the types of the messages that come in and that go out. */
  readonly type: string;
  readonly outType: string;
  readonly journal?: Journal | undefined;
}

/** A step from one state of a key to the next. */
export interface Change<State, K extends Key = Key> {
  readonly key: K;
  /** After the message. */
  readonly state: State;
  /** Before the message. */
  readonly previous: State;
}

/**
 * Keeps a state for each key, which each message of that key changes. With a journal the states survive the process, and a
 * message that comes again changes nothing: what was sent for it is sent again.
 */
export abstract class StreamProcessor<In, State, Out, K extends Key = null> extends DataflowComponent<In> {
  readonly out: SendPort<Message<Out>>;
  readonly #journal: Journal | undefined;
  readonly #states = new Map<string, State>();

  constructor(name: string, { type, outType, journal }: StreamProcessorOptions) {
    super(name, { type });
    this.out = this.sends('out', { type: outType });
    this.#journal = journal;
  }

  override setup(context: ComponentContext): void | Promise<void> {
    if (this.#states.size === 0) this.#restore();
    return super.setup(context);
  }

  /** What states are kept for. */
  protected keyOf(_message: In): K {
    return null as K;
  }

  protected abstract initial(): State;

  protected abstract next(state: State, message: In, key: K): State;

  /** What is sent for a message, or nothing. */
  protected abstract output(message: In, change: Change<State, K>): Out | undefined;

  protected override handle(message: Message<In>): Promise<void> {
    const done = this.#outputBefore(message);
    if (done !== undefined) {
      const output = JSON.parse(done) as Out | null;
      return output === null ? DELIVERED : this.forward(this.out, message, output);
    }
    const key = this.keyOf(message.value);
    const name = JSON.stringify(key);
    const previous = this.#states.get(name) ?? this.initial();
    const state = this.next(previous, message.value, key);
    const output = this.output(message.value, { key, state, previous });
    this.#states.set(name, state);
    if (this.#journal !== undefined) this.#remember(this.#journal, message, { name, state, output });
    return output === undefined ? DELIVERED : this.forward(this.out, message, output);
  }

  #restore(): void {
    for (const [key, state] of this.#journal?.kept(this.name) ?? []) {
      this.#states.set(key, JSON.parse(state) as State);
    }
  }

  #outputBefore({ receipt, trail }: Message<In>): string | undefined {
    return receipt.isReplay ? this.#journal?.markOf(receipt.entry, `${this.name}:${trail}`) : undefined;
  }

  #remember(
    journal: Journal,
    { receipt, trail }: Message<In>,
    done: { readonly name: string; readonly state: State; readonly output: Out | undefined },
  ): void {
    journal.keep(this.name, done.name, JSON.stringify(done.state));
    journal.mark(receipt.entry, `${this.name}:${trail}`, JSON.stringify(done.output ?? null));
  }
}
