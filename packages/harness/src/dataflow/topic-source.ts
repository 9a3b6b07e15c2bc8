import type { ComponentContext } from '../component.ts';
import { RefusedError } from './retries.ts';
import { Source, type SourceOptions } from './source.ts';
import type { Topics } from './topics.ts';

export interface TopicSourceOptions extends SourceOptions {
  readonly topics: Topics;
  readonly subject: string;
}

/**
 * A source of what is published on a topic. The broker is told that it has a message once the message is safe here; one that
 * cannot be read is logged as an error and not delivered again.
 */
export abstract class TopicSource<Value> extends Source<Value> {
  readonly #topics: Topics;
  readonly #subject: string;

  constructor(name: string, options: TopicSourceOptions) {
    super(name, options);
    this.#topics = options.topics;
    this.#subject = options.subject;
  }

  /** The message of what was published. Throws `RefusedError` when it is none. */
  protected abstract message(body: unknown, topic: string): Value;

  override async process(context: ComponentContext): Promise<void> {
    const { metrics, log, signal } = context;
    const refused = metrics.counter('refused', 'What was published and cannot be read.');
    const take = async (text: string, subject: string): Promise<void> => {
      const message = this.#read(text, subject);
      if (!(message instanceof RefusedError)) return this.accept([message]);
      refused.increment();
      log.error('What was published cannot be read', { event: 'message_refused', subject, error: message });
    };
    const subscription = { subject: this.#subject, consumer: this.name, signal, take };
    await Promise.all([super.process(context), this.#topics.subscribe(subscription)]);
  }

  #read(text: string, subject: string): Value | RefusedError {
    try {
      return this.message(JSON.parse(text), subject);
    } catch (error) {
      if (error instanceof RefusedError) return error;
      if (error instanceof SyntaxError) return new RefusedError('It is not JSON.', { cause: error });
      throw error;
    }
  }
}
