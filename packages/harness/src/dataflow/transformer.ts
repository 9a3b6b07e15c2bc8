import type { SendPort } from '../send-port.ts';
import { DataflowComponent } from './dataflow-component.ts';
import type { Message } from './message.ts';

/** Makes another message of each message. */
export abstract class Transformer<In, Out> extends DataflowComponent<In> {
  readonly out: SendPort<Message<Out>>;

  constructor(name: string, { type, outType }: { readonly type: string; readonly outType: string }) {
    super(name, { type });
    this.out = this.sends('out', { type: outType });
  }

  protected abstract transform(message: In): Out;

  protected override handle(message: Message<In>): Promise<void> {
    return this.forward(this.out, message, this.transform(message.value));
  }
}
