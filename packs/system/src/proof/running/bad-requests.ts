import type { Request } from './http-client.ts';

/** A request no system should accept, with what it tries. */
export interface BadRequest {
  readonly what: string;
  readonly request: Request;
}

const json = { 'content-type': 'application/json' };
const bytes = (...values: readonly number[]) => Uint8Array.from(values);
const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

type Body = string | Uint8Array;

/** The large ones are made when they are sent, and do not stay in memory. */
const badBodies: Readonly<Record<string, Body | (() => Body)>> = {
  'JSON that breaks off': '{"a": ',
  'an empty body': '',
  'text that is not JSON': 'name=value&other=1',
  null: 'null',
  'a list': '[]',
  'a text': '"x"',
  'a number beyond all bounds': '1e999',
  'deeply nested lists': () => nested('[', ']', 100_000),
  'deeply nested objects': () => nested('{"a":', '}', 50_000).replace(':}', ':1}'),
  'bytes that are not UTF-8': bytes(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d),
  'a byte order mark and nothing else': bytes(0xef, 0xbb, 0xbf),
  'NUL bytes': bytes(0, 0, 0, 0),
  'a prototype': '{"__proto__": {"isAdmin": true}}',
  'a constructor': '{"constructor": {"prototype": {"isAdmin": true}}}',
  'ten thousand unknown keys': () =>
    `{${Array.from({ length: 10_000 }, (_, index) => `"k${index}":1`).join()}}`,
  'a body of three megabytes': () => Buffer.alloc(3 * 1024 * 1024, 'x'),
};

/** For each route that takes a body. */
export function* badBodyRequests(method: string, path: string): Generator<BadRequest> {
  for (const [what, body] of Object.entries(badBodies)) {
    const content = typeof body === 'function' ? body() : body;
    yield { what, request: { method, path, headers: json, body: content } };
  }
  yield { what: 'a form', request: { method, path, headers: formHeaders, body: 'a=1' } };
  yield { what: 'XML', request: { method, path, headers: { 'content-type': 'text/xml' }, body: '<a/>' } };
  yield { what: 'no content type', request: { method, path, body: '{}' } };
}

const formHeaders = { 'content-type': 'application/x-www-form-urlencoded' };

/** Paths and queries that break careless routers. None of them is an address of the system. */
export const badPaths: readonly BadRequest[] = [
  '/%',
  '/%00',
  '/%ff%fe',
  '/..%2f..%2f..%2fetc%2fpasswd',
  '/....//....//etc/passwd',
  '/__proto__',
  '/constructor/prototype',
  `/${'a'.repeat(8_000)}`,
  `/${'a/'.repeat(2_000)}`,
].map((path) => ({ what: `the path ${path.slice(0, 40)}`, request: { method: 'GET', path } }));

/** For each collection: queries that no list understands. */
export function badQueries(path: string): readonly BadRequest[] {
  const queries = [
    'limit=-1',
    'limit=abc',
    'offset=-1',
    'sort=%00',
    '__proto__[x]=1',
    '%=%',
    `noSuchParameter=${'a'.repeat(4_000)}`,
  ];
  return queries.map((query) => ({
    what: `the query ${query.slice(0, 40)}`,
    request: { method: 'GET', path: `${path}?${query}` },
  }));
}

/** What is sent byte by byte, past any HTTP client. */
export const rawMessages: readonly { readonly what: string; readonly bytes: Uint8Array }[] = [
  { what: 'bytes at random', bytes: scrambled(4_096) },
  { what: 'a TLS greeting', bytes: bytes(0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03) },
  ...Object.entries({
    'a line that is no request': 'HELLO\r\n\r\n',
    'HTTP of the first version': 'GET /\r\n\r\n',
    'no host': 'GET /health HTTP/1.1\r\n\r\n',
    'two hosts': 'GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
    'a negative length': 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n',
    'two lengths': 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello',
    'a length and chunks':
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'a chunk with a bad size': 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nx\r\n',
    'a body that breaks off': 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{"a"',
    'headers without end': `GET / HTTP/1.1\r\nHost: a\r\n${'X-Filler: y\r\n'.repeat(5_000)}\r\n`,
    'one enormous header': `GET / HTTP/1.1\r\nHost: a\r\nX-Big: ${'y'.repeat(100_000)}\r\n\r\n`,
    'a header with control characters': 'GET / HTTP/1.1\r\nHost: a\r\nX-Odd: a\u0001b\r\n\r\n',
    'a host that is no host': 'GET / HTTP/1.1\r\nHost: ]]]:::99999999\r\n\r\n',
    'the address of another server':
      'GET http://elsewhere.invalid/x HTTP/1.1\r\nHost: elsewhere.invalid\r\n\r\n',
    'an unknown method': 'BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n',
    CONNECT: 'CONNECT elsewhere.invalid:443 HTTP/1.1\r\nHost: elsewhere.invalid\r\n\r\n',
    'an upgrade': 'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    'a hundred requests at once': 'GET /health HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(100),
  }).map(([what, text]) => ({ what, bytes: Buffer.from(text, 'latin1') })),
];

/** The same bytes every time. */
function scrambled(length: number): Uint8Array {
  let state = 0x9e3779b9;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}
