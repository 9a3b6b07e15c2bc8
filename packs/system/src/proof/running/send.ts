/** What came back, with a body of bounded length. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Request {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

const timeoutMs = 10_000;
const maxAnswerBytes = 8 * 1024 * 1024;

/**
 * Sends one request, follows no redirect, and reads no more than 8 MiB.
 * @throws when no answer comes, or not in time.
 */
export async function send(url: string, request: Request, signal?: AbortSignal): Promise<Answer> {
  const limit = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url + request.path, {
    method: request.method,
    redirect: 'manual',
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
    ...(request.headers ? { headers: { ...request.headers } } : {}),
    ...(request.body === undefined ? {} : { body: request.body }),
  });
  return { status: response.status, headers: response.headers, text: await readBounded(response) };
}

/** A request with a JSON body, or without a body. */
export function jsonRequest(method: string, path: string, body?: unknown): Request {
  if (body === undefined) return { method, path };
  return { method, path, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxAnswerBytes) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
