import { ModelRefusedError, ModelUnavailableError } from '../errors.ts';

/** Where a model is spoken to. */
export interface Endpoint {
  /** `provider/name`, for errors. */
  readonly model: string;
  readonly url: string;
  /** Sent as headers and never said anywhere else. */
  readonly secretHeaders: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** For one request with its answer. */
  readonly timeoutMs: number;
}

const maxAnswerBytes = 8 * 1024 * 1024;
const longestReason = 300;
/** Statuses that may be others a moment later. */
const passing = new Set([408, 409, 425, 429, 500, 502, 503, 504, 529]);

/**
 * Posts JSON and returns the JSON that comes back.
 * @throws ModelUnavailableError, ModelRefusedError; the signal's reason when aborted
 */
export async function postJson(endpoint: Endpoint, body: unknown, signal: AbortSignal): Promise<unknown> {
  const { model, url, secretHeaders, headers, timeoutMs } = endpoint;
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers, ...secretHeaders },
      body: JSON.stringify(body),
      // The key is for this address and no other.
      redirect: 'error',
      signal: AbortSignal.any([signal, limit]),
    });
    const text = await readText(response, model);
    if (!response.ok) throw refusal(endpoint, response, text);
    return parse(text, model);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ModelUnavailableError || error instanceof ModelRefusedError) throw error;
    const reason = limit.aborted ? `no answer within ${timeoutMs} ms` : 'it cannot be reached';
    throw new ModelUnavailableError(model, reason, { cause: error });
  }
}

async function readText(response: Response, model: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxAnswerBytes)
      throw new ModelUnavailableError(model, `its answer is longer than ${maxAnswerBytes} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parse(text: string, model: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ModelUnavailableError(model, 'its answer is not JSON', { cause });
  }
}

function refusal(
  { model, secretHeaders }: Endpoint,
  { status, headers }: Response,
  text: string,
): ModelUnavailableError | ModelRefusedError {
  const reason = `${status} ${said(text, secretHeaders)}`.trim();
  if (!passing.has(status)) return new ModelRefusedError(model, reason);
  const retryAfterMs = pauseAskedFor(headers.get('retry-after'));
  return new ModelUnavailableError(model, reason, retryAfterMs === undefined ? {} : { retryAfterMs });
}

/** What a server says of an error, short, and without the key that some of them repeat. */
function said(text: string, secretHeaders: Readonly<Record<string, string>>): string {
  const secrets = Object.values(secretHeaders).flatMap((value) => [value, value.replace(/^Bearer /, '')]);
  const shown = secrets.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), messageOf(text));
  return shown.replace(/\s+/g, ' ').slice(0, longestReason);
}

function messageOf(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: { message?: unknown } | string };
    const message = typeof error === 'string' ? error : error?.message;
    return typeof message === 'string' ? message : text;
  } catch {
    return text;
  }
}

/** Seconds or a date; undefined when it says neither. */
function pauseAskedFor(header: string | null): number | undefined {
  if (header === null) return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}
