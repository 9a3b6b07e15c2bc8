import type { Clock } from './clock.ts';
import type { DeadLetter } from './dead-letters.ts';
import { NameError } from './errors.ts';
import type { Log } from './log.ts';
import type { ComponentMetrics } from './component-metrics.ts';
import { checkName, type Port, type PortOptions } from './port.ts';
import { ReceivePort, type ReceiveOptions } from './receive-port.ts';
import { type ReplyHandler, type ReplyOptions, ReplyPort } from './reply-port.ts';
import { RequestPort, type RequestPortOptions } from './request-port.ts';
import type { RestartPolicy } from './restart-policy.ts';
import { SendPort } from './send-port.ts';

export interface ComponentOptions {
  /** What differs from the system's restart policy. */
  readonly restart?: Partial<RestartPolicy>;
}

/** What the system gives a component each time it starts it. */
export interface ComponentContext {
  /**
   * Aborts when the component should come to an end by itself: at once for a component without inputs, otherwise after its
   * last input was handled. Also aborts when a restart begins, and when a stop runs out of time.
   */
  readonly signal: AbortSignal;
  /** Aborts when the system is told to stop: what is under way should be finished, and nothing be tried again. */
  readonly stopping: AbortSignal;
  /** Adds the component's name to each line. */
  readonly log: Log;
  readonly clock: Clock;
  /** Figures of the component's own, shown with those of the system. */
  readonly metrics: ComponentMetrics;
}

/** @internal What a component declared, for the system it is registered with. */
export let declarationOf: (component: HarnessComponent) => {
  readonly ports: readonly Port[];
  readonly restart: Partial<RestartPolicy>;
};

/**
 * A part of a system that shares nothing with the others and talks to them through ports, which it declares as fields.
 *
 * Life: `setup`, then `process`, then `cleanup`. When `process` or a later `setup` throws, the component is restarted after
 * a while: `cleanup`, `setup`, `process` again. Reply handlers run from the end of `setup` until `cleanup`.
 */
export abstract class HarnessComponent {
  readonly #ports = new Map<string, Port>();
  readonly #restart: Partial<RestartPolicy>;
  readonly name: string;
  /** Carries a record of each message this component failed to handle. Those that find no room are only kept by the system. */
  readonly errors: SendPort<DeadLetter>;

  static {
    declarationOf = (component) => ({ ports: [...component.#ports.values()], restart: component.#restart });
  }

  constructor(name: string, options: ComponentOptions = {}) {
    this.name = checkName(name, 'component');
    this.#restart = options.restart ?? {};
    this.errors = this.sends('errors');
  }

  /** Acquires what the component needs. An error here at start stops the system; the ports can be used already. */
  setup(_context: ComponentContext): void | Promise<void> {}

  /**
   * Does the work: usually a loop over a receive port. Components that only reply to requests do without. A component
   * without inputs works until `context.signal` aborts, or returns earlier when its work is done.
   */
  process(_context: ComponentContext): void | Promise<void> {}

  /** Releases what `setup` acquired; also called when `setup` failed. It may still send and request. */
  cleanup(): void | Promise<void> {}

  /** Declares a port for incoming messages. */
  protected receives<Message>(name: string, options: ReceiveOptions = {}): ReceivePort<Message> {
    return this.#declare(new ReceivePort<Message>(this.name, name, options));
  }

  /** Declares a port for outgoing messages. */
  protected sends<Message>(name: string, options: PortOptions = {}): SendPort<Message> {
    return this.#declare(new SendPort<Message>(this.name, name, options));
  }

  /** Declares a port for outgoing requests. */
  protected requests<Message, Result>(
    name: string,
    options: RequestPortOptions = {},
  ): RequestPort<Message, Result> {
    return this.#declare(new RequestPort<Message, Result>(this.name, name, options));
  }

  /** Declares a port for incoming requests, each answered by the handler. */
  protected replies<Message, Result>(
    name: string,
    handler: ReplyHandler<Message, Result>,
    options: ReplyOptions = {},
  ): ReplyPort<Message, Result> {
    return this.#declare(new ReplyPort<Message, Result>(this.name, name, handler, options));
  }

  #declare<P extends Port>(port: P): P {
    if (this.#ports.has(port.name)) throw new NameError(`${port.path} is declared twice.`);
    this.#ports.set(port.name, port);
    return port;
  }
}
