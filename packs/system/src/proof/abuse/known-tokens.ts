import type { Random } from '../behaviour/random.ts';
import { type Answer, parseJson } from '../running/http-client.ts';
import { isObject } from './api-description.ts';

const maxTokens = 20;

/** Bearer tokens that answers have given, as long as they are taken. */
export class KnownTokens {
  #tokens: readonly string[] = [];
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** True when the answer holds a token. */
  remember({ text }: Answer): boolean {
    const body = parseJson(text);
    const token = isObject(body) ? (body['token'] ?? body['accessToken']) : undefined;
    if (typeof token !== 'string') return false;
    this.#tokens = [...this.#tokens, token].slice(-maxTokens);
    return true;
  }

  /** The token of these headers was refused: it has been logged out, say. */
  forget(headers: Readonly<Record<string, string>> = {}): void {
    this.#tokens = this.#tokens.filter((token) => headers['authorization'] !== `Bearer ${token}`);
  }

  pick(): string | undefined {
    return this.#random.pick(this.#tokens);
  }
}
