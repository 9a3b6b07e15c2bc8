import { sleep, systemClock } from '../clock.ts';
import { DataflowComponent } from './dataflow-component.ts';
import type { Message } from './message.ts';
import type { Topics } from './topics.ts';

export interface TopicSinkOptions {
  readonly type: string;
  readonly topics: Topics;
  readonly subject: string;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** Publishes each message on a topic, in their order. While the broker does not take one, it is tried again, and the others wait. */
export class TopicSink<Value> extends DataflowComponent<Value> {
  readonly #topics: Topics;
  readonly #subject: string;

  constructor(name: string, { type, topics, subject }: TopicSinkOptions) {
    super(name, { type });
    this.#topics = topics;
    this.#subject = subject;
  }

  protected override async handle(message: Message<Value>): Promise<void> {
    const { receipt, trail } = message;
    const id = receipt.entry === 0 ? crypto.randomUUID() : `${receipt.entry}/${trail}/${receipt.acceptedAt}`;
    const text = JSON.stringify(message.value);
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        await this.#topics.publish(this.#subject, text, id);
        return;
      } catch (error) {
        if (await this.#isOver(message, error, pauseMs)) return;
      }
    }
  }

  /** Whether it is not tried again: what is left when the system stops comes again after the next start, where it can. */
  async #isOver(message: Message<Value>, error: unknown, pauseMs: number): Promise<boolean> {
    const { stopping } = this.context;
    if (!stopping.aborted) {
      this.context.log.warn('The broker did not take a message', { event: 'publish_failed', error });
      // Brokers come back in their own time, whatever the clock of a test says.
      await sleep(systemClock, pauseMs, stopping);
      return false;
    }
    message.receipt.hold(1);
    if (!this.isLeftForLater(message)) await this.fail(message, error);
    return true;
  }
}
