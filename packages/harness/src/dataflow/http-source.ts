import { OverloadedError } from '../errors.ts';
import type { ReplyPort } from '../reply-port.ts';
import { Source, type SourceOptions } from './source.ts';

/** What one request brings: bodies that are checked already, and the parameters of its path. */
export interface Post<Body> {
  readonly bodies: readonly Body[];
  readonly path: Readonly<Record<string, string>>;
}

/** A source of what clients send. The HTTP side hands it over and waits until it is safe; it is told how many it were. */
export abstract class HttpSource<Value, Body = Value> extends Source<Value> {
  readonly posts: ReplyPort<Post<Body>, number>;

  constructor(name: string, options: SourceOptions) {
    super(name, options);
    this.posts = this.replies('posts', (post) => this.#take(post), {
      type: `${options.type}[]`,
      expected: [OverloadedError],
    });
  }

  /** The message of a body. */
  protected abstract message(body: Body, path: Post<Body>['path']): Value;

  async #take({ bodies, path }: Post<Body>): Promise<number> {
    await this.accept(bodies.map((body) => this.message(body, path)));
    return bodies.length;
  }
}
