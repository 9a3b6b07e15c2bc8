import { DataflowComponent } from './dataflow-component.ts';
import type { Message } from './message.ts';
import type { LogLevel } from '../log.ts';

/** Writes each message to the log. */
export class LogSink<Value> extends DataflowComponent<Value> {
  readonly #level: Exclude<LogLevel, 'silent'>;

  constructor(name: string, options: { readonly type: string; readonly level: Exclude<LogLevel, 'silent'> }) {
    super(name, options);
    this.#level = options.level;
  }

  protected override handle({ value }: Message<Value>): void {
    this.context.log[this.#level]('Message', { event: this.name, data: value });
  }
}
