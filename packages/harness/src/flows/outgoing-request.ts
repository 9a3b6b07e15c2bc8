import { lookup } from 'node:dns';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { type SignatureRule, signatureHeaders } from './signature.ts';

/** A request to another system. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; nothing is sent when it is left out. */
  readonly body?: unknown;
  /** 10 seconds by default. */
  readonly timeoutMs?: number;
  readonly signature?: SignatureRule & { readonly secret: string };
  /** The address was chosen by somebody who may not be trusted: where `allowsPrivate` is not set, machines of private networks are not spoken to. */
  readonly isGuarded?: boolean;
}

export interface SendOptions {
  readonly nowMs: number;
  readonly signal: AbortSignal;
  /** Guarded requests may go to machines of private networks as well. */
  readonly allowsPrivate: boolean;
}

/** A request that failed. `isRetryable` tells whether the same request may yet succeed. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code = 'call_failed';
  readonly isRetryable: boolean;

  constructor(message: string, isRetryable: boolean, options?: ErrorOptions) {
    super(message, options);
    this.isRetryable = isRetryable;
  }
}

const STANDARD_TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 1024 * 1024;

/** Sends the request and returns the body of the answer: JSON where it is that, otherwise text. Throws `CallError`. */
export async function send(
  request: OutgoingRequest,
  extra: Readonly<Record<string, string>>,
  options: SendOptions,
): Promise<unknown> {
  const answer = await transmit(request, extra, options);
  const status = answer.statusCode ?? 0;
  const text = await textOf(answer, request);
  if (status >= 200 && status < 300) return parsed(text);
  const isRetryable = status >= 500 || status === 408 || status === 425 || status === 429;
  throw new CallError(`${described(request)} answered ${status}.`, isRetryable);
}

function transmit(
  request: OutgoingRequest,
  extra: Readonly<Record<string, string>>,
  { nowMs, signal, allowsPrivate }: SendOptions,
): Promise<IncomingMessage> {
  const isPublicOnly = request.isGuarded === true && !allowsPrivate;
  const body = request.body === undefined ? undefined : JSON.stringify(request.body);
  const { signature, timeoutMs = STANDARD_TIMEOUT_MS } = request;
  const url = addressOf(request, isPublicOnly);
  const headers = {
    Accept: 'application/json',
    ...extra,
    ...(body !== undefined && {
      'Content-Type': 'application/json',
      'Content-Length': String(Buffer.byteLength(body)),
    }),
    ...(signature !== undefined && signatureHeaders(signature, signature.secret, body ?? '', nowMs)),
    ...request.headers,
  };
  return new Promise((resolve, reject) => {
    const start = url.protocol === 'https:' ? requestHttps : requestHttp;
    const outgoing = start(url, {
      method: request.method,
      headers,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      ...(isPublicOnly && { lookup: publicLookup }),
    });
    outgoing.once('response', resolve);
    outgoing.once('error', (cause) =>
      reject(new CallError(`${described(request)} failed: ${cause.message}.`, true, { cause })),
    );
    outgoing.end(body);
  });
}

function addressOf(request: OutgoingRequest, isPublicOnly: boolean): URL {
  const url = URL.parse(request.url);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new CallError(`"${request.url}" is no address on the web.`, false);
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isPublicOnly && isIP(host) !== 0 && isPrivate(host)) throw new CallError(refusalOf(host), false);
  return url;
}

async function textOf(answer: IncomingMessage, request: OutgoingRequest): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of answer) {
      bytes += (chunk as Buffer).length;
      if (bytes > MAX_ANSWER_BYTES) throw new CallError(`${described(request)} answered too much.`, false);
      chunks.push(chunk as Buffer);
    }
  } catch (cause) {
    if (cause instanceof CallError) throw cause;
    throw new CallError(`${described(request)} broke off.`, true, { cause });
  }
  return Buffer.concat(chunks).toString();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Without the query, which may hold secrets. */
function described({ method, url }: OutgoingRequest): string {
  return `${method} ${url.split('?')[0]}`;
}

const privateAddresses = new BlockList();
for (const [address, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['224.0.0.0', 3],
] as const) {
  privateAddresses.addSubnet(address, prefix, 'ipv4');
}
for (const [address, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  privateAddresses.addSubnet(address, prefix, 'ipv6');
}

/** Whether an address belongs to this machine or to a private network. */
export function isPrivate(address: string): boolean {
  return privateAddresses.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

function refusalOf(address: string): string {
  return `${address} is not an address on the public internet.`;
}

/** Checks the very address that is connected to: a name may mean another machine the next time it is asked for. */
const publicLookup: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    const found = addresses?.find(({ address }) => isPrivate(address));
    const failure = error ?? (found && new CallError(refusalOf(found.address), false));
    const [first] = addresses ?? [];
    if (failure || first === undefined) return callback(failure ?? new Error('not found'), '', 0);
    if (options.all) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};
