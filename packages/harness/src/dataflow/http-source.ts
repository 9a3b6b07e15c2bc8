import { OverloadedError } from '../errors.ts';
import type { ReplyPort } from '../reply-port.ts';
import { Source, type SourceOptions } from './source.ts';

/** A source of what clients send; the HTTP side hands it over, already checked, and waits until it is safe. */
export abstract class HttpSource<Value> extends Source<Value> {
  readonly posts: ReplyPort<readonly Value[], number>;

  constructor(name: string, options: SourceOptions) {
    super(name, options);
    this.posts = this.replies('posts', (values) => this.#take(values), {
      type: `${options.type}[]`,
      expected: [OverloadedError],
    });
  }

  async #take(values: readonly Value[]): Promise<number> {
    await this.accept(values);
    return values.length;
  }
}
