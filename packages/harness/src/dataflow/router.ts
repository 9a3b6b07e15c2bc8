import type { SendPort } from '../send-port.ts';
import { DataflowComponent } from './dataflow-component.ts';
import type { Message } from './message.ts';

/** Sends each message one of several ways. */
export abstract class Router<Value> extends DataflowComponent<Value> {
  readonly otherwise: SendPort<Message<Value>>;
  readonly #type: string;

  constructor(name: string, { type }: { readonly type: string }) {
    super(name, { type });
    this.#type = type;
    this.otherwise = this.sends('otherwise', { type });
  }

  /** Declares one of the ways. */
  protected way(name: string): SendPort<Message<Value>> {
    return this.sends(name, { type: this.#type });
  }

  protected abstract route(message: Value): SendPort<Message<Value>>;

  protected override handle(message: Message<Value>): Promise<void> {
    return this.forward(this.route(message.value), message, message.value);
  }
}
