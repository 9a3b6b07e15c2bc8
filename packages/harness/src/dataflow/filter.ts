import type { SendPort } from '../send-port.ts';
import { DataflowComponent } from './dataflow-component.ts';
import type { Message } from './message.ts';

/** Lets some messages through; the others leave by `dropped`. */
export abstract class Filter<Value> extends DataflowComponent<Value> {
  readonly out: SendPort<Message<Value>>;
  readonly dropped: SendPort<Message<Value>>;

  constructor(name: string, { type }: { readonly type: string }) {
    super(name, { type });
    this.out = this.sends('out', { type });
    this.dropped = this.sends('dropped', { type });
  }

  protected abstract keeps(message: Value): boolean;

  protected override handle(message: Message<Value>): Promise<void> {
    const port = this.keeps(message.value) ? this.out : this.dropped;
    return this.forward(port, message, message.value);
  }
}
