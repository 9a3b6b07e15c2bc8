import { RefusedError } from './retries.ts';

/** What an answer may hold at most, in characters. */
const MAX_ANSWER = 1_000_000;

/**
 * Posts text and returns the text of the answer. Throws when there is no answer in time or the status is not 2xx;
 * `RefusedError` when the receiver says that the request itself is wrong.
 */
export async function post(
  url: string,
  body: string,
  options: {
    readonly headers: Readonly<Record<string, string>>;
    readonly timeoutMs: number;
    readonly signal: AbortSignal;
  },
): Promise<string> {
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(options.timeoutMs)]);
  const headers = { 'content-type': 'application/json', ...options.headers };
  const answer = await fetch(url, { method: 'POST', body, headers, signal, redirect: 'manual' });
  const text = (await answer.text()).slice(0, MAX_ANSWER);
  if (answer.ok) return text;
  const message = `${url} answered ${answer.status}.`;
  throw isFinal(answer.status) ? new RefusedError(message) : new Error(message);
}

/** 408 and 429 ask for another attempt; the other 4xx say that it would be useless. */
function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}
