import {
  Agent,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as open,
} from 'node:http';
import type { Sign } from './sign-requests.ts';

/** What came back, with a body of bounded length. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Request {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

const timeoutMs = 10_000;
const maxAnswerBytes = 8 * 1024 * 1024;

/** Sends requests to one port of this machine. Follows no redirect and reads no more than 8 MiB of an answer. */
export class HttpClient {
  readonly #agent = new Agent({ keepAlive: true });
  readonly #port: number;
  readonly #sign: Sign | undefined;

  constructor(port: number, sign?: Sign) {
    this.#port = port;
    this.#sign = sign;
  }

  /** @throws when no answer comes, or not in time. */
  async send(request: Request, signal?: AbortSignal): Promise<Answer> {
    const sign = this.#sign;
    if (sign === undefined) return this.#send(request, signal);
    const isSigned = Object.keys(sign(request, 0)).length > 0;
    const proof = isSigned ? sign(request, await this.#now(signal)) : {};
    return this.#send({ ...request, headers: { ...proof, ...request.headers } }, signal);
  }

  /** What the system takes for the time; where its clock runs, it has no such address. */
  async #now(signal: AbortSignal | undefined): Promise<number> {
    const { status, text } = await this.#send({ method: 'GET', path: '/test-clock' }, signal);
    const body = status === 200 ? parseJson(text) : undefined;
    return Date.parse(String((body as { now?: unknown } | undefined)?.now)) || Date.now();
  }

  async #send(request: Request, signal?: AbortSignal): Promise<Answer> {
    const first = this.#attempt(request, signal);
    try {
      return await first.answer;
    } catch (error) {
      // The server may have closed a kept connection just when it was used again.
      if (!first.client.reusedSocket || signal?.aborted) throw error;
      return this.#attempt(request, signal).answer;
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #attempt(
    request: Request,
    signal: AbortSignal | undefined,
  ): { client: ClientRequest; answer: Promise<Answer> } {
    const limit = AbortSignal.timeout(timeoutMs);
    const client = open({
      host: '127.0.0.1',
      port: this.#port,
      agent: this.#agent,
      method: request.method,
      path: request.path,
      headers: { ...request.headers, ...lengthOf(request.body) },
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    const answer = new Promise<Answer>((resolve, reject) => {
      // A server may answer and hang up before it has read all: then the error comes after the answer.
      client.on('error', reject);
      client.on('response', (message) => void readAnswer(message).then(resolve, reject));
    });
    client.end(request.body);
    return { client, answer };
  }
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

function lengthOf(body: Request['body']): Record<string, number> {
  return body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
}

async function readAnswer(message: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > maxAnswerBytes) break;
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  return { status: message.statusCode ?? 0, headers: message.headers, text };
}
