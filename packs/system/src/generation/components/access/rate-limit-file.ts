import { SourceFile } from '../../code/source-file.ts';
import { problemFile } from '../domain/refusal.ts';
import { clockFile } from '../root/clock-file.ts';
import { rateLimitFile } from './access-files.ts';

/** `src/http/rate-limit.ts`. */
export function renderRateLimitFile(): SourceFile {
  const file = new SourceFile(rateLimitFile);
  file.imports.value('@hono/node-server/conninfo', 'getConnInfo');
  file.imports.type('hono', 'Context');
  file.imports.value(problemFile, 'Problem');
  file.imports.type(clockFile, 'Clock');
  return file.add(refusal).add(limits).add(limit);
}

const refusal = `
export class TooManyRequests extends Problem {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super(429, 'too_many_requests', \`Try again in \${retryAfterSeconds} seconds.\`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}`;

const limits = `
export interface RateLimitOptions {
  /** False lets everything pass. */
  readonly rateLimits: boolean;
  /** How many proxies stand before the system; each adds one address to X-Forwarded-For. */
  readonly trustedProxies: number;
}

/** Makes the limits of a system, and knows whose requests they count. */
export class RateLimits {
  readonly #options: RateLimitOptions;
  readonly #clock: Clock;

  constructor(options: RateLimitOptions, clock: Clock) {
    this.#options = options;
    this.#clock = clock;
  }

  allow(limit: number, perMs: number): RateLimit {
    return new RateLimit(this.#options.rateLimits ? limit : Number.POSITIVE_INFINITY, perMs, this.#clock);
  }

  /** The address a request comes from. What a client itself writes into X-Forwarded-For is not believed. */
  client(c: Context): string {
    const { trustedProxies } = this.#options;
    const forwarded = c.req.header('x-forwarded-for')?.split(',') ?? [];
    const address = trustedProxies === 0 ? undefined : forwarded.at(-trustedProxies)?.trim();
    return address || (getConnInfo(c).remote.address ?? 'unknown');
  }
}`;

const limit = `
const MAX_KEYS = 50_000;
const OTHERS = '';

interface Window {
  used: number;
  readonly endsAt: number;
}

/**
 * Allows a number of requests in each window of time, which begins with the first request of a key. Memory is bounded: keys
 * beyond the most that are kept share one window.
 */
export class RateLimit {
  readonly #limit: number;
  readonly #perMs: number;
  readonly #clock: Clock;
  /** In the order in which they end. */
  readonly #windows = new Map<string, Window>();

  constructor(limit: number, perMs: number, clock: Clock) {
    this.#limit = limit;
    this.#perMs = perMs;
    this.#clock = clock;
  }

  /** Counts a request and tells the client in headers what is left; refuses it with 429 when nothing is. */
  spend(c: Context, key: string): void {
    if (this.#limit === Number.POSITIVE_INFINITY) return;
    const now = this.#clock.now();
    const window = this.#windowOf(key, now);
    const seconds = Math.ceil((window.endsAt - now) / 1000);
    window.used = Math.min(window.used + 1, this.#limit + 1);
    c.res.headers.set('RateLimit-Limit', String(this.#limit));
    c.res.headers.set('RateLimit-Remaining', String(Math.max(this.#limit - window.used, 0)));
    c.res.headers.set('RateLimit-Reset', String(seconds));
    if (window.used > this.#limit) throw new TooManyRequests(seconds);
  }

  #windowOf(key: string, now: number): Window {
    for (const [old, { endsAt }] of this.#windows) {
      if (endsAt > now) break;
      this.#windows.delete(old);
    }
    const own = this.#windows.has(key) || this.#windows.size < MAX_KEYS ? key : OTHERS;
    const window = this.#windows.get(own) ?? { used: 0, endsAt: now + this.#perMs };
    this.#windows.set(own, window);
    return window;
  }
}`;
