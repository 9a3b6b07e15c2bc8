import { createJsonLog } from './log.ts';
import {
  HarnessComponent,
  type ReceiveOptions,
  SystemExecutionHarness,
  type SystemOptions,
} from './index.ts';
import type { ReplyHandler, ReplyOptions } from './reply-port.ts';

export function createSystem(options: Partial<SystemOptions> = {}): SystemExecutionHarness {
  return new SystemExecutionHarness({ name: 'test', log: createJsonLog({ level: 'silent' }), ...options });
}

/** Sends what it is given, then is done. */
export class Emitter<Message> extends HarnessComponent {
  readonly out = this.sends<Message>('out');
  readonly #messages: Iterable<Message>;
  sent = 0;

  constructor(name: string, messages: Iterable<Message>) {
    super(name);
    this.#messages = messages;
  }

  override async process(): Promise<void> {
    for (const message of this.#messages) {
      await this.out.send(message);
      this.sent += 1;
    }
  }
}

/** Keeps what it receives, after `handle` is done with it. */
export class Collector<Message> extends HarnessComponent {
  readonly in;
  readonly received: Message[] = [];
  readonly #handle: (message: Message) => unknown;

  constructor(
    name: string,
    handle: (message: Message) => unknown = () => undefined,
    options: ReceiveOptions = {},
  ) {
    super(name);
    this.in = this.receives<Message>('in', options);
    this.#handle = handle;
  }

  override async process(): Promise<void> {
    for await (const message of this.in) {
      await this.#handle(message);
      this.received.push(message);
    }
  }
}

export class Asker extends HarnessComponent {
  readonly ask = this.requests<number, number>('ask', { timeoutMs: 1000 });
}

export class Answerer extends HarnessComponent {
  readonly answers;

  constructor(name: string, handler: ReplyHandler<number, number>, options: ReplyOptions = {}) {
    super(name);
    this.answers = this.replies<number, number>('answers', handler, options);
  }
}

/** Resolves when pending timers and I/O had their turn. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Waits until the condition holds; the time limit of the test applies. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
