import type { Request } from './send.ts';

/** A request no system should accept, with what it tries. */
export interface BadRequest {
  readonly what: string;
  readonly request: Request;
}

const json = { 'content-type': 'application/json' };
const bytes = (...values: readonly number[]) => Uint8Array.from(values);
const nested = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

const badBodies: readonly { readonly what: string; readonly body: string | Uint8Array<ArrayBuffer> }[] = [
  { what: 'JSON that breaks off', body: '{"a": ' },
  { what: 'an empty body', body: '' },
  { what: 'text that is not JSON', body: 'name=value&other=1' },
  { what: 'null', body: 'null' },
  { what: 'a list', body: '[]' },
  { what: 'a text', body: '"x"' },
  { what: 'a number beyond all bounds', body: '1e999' },
  { what: 'deeply nested lists', body: nested('[', ']', 100_000) },
  { what: 'deeply nested objects', body: nested('{"a":', '}', 50_000).replace(':}', ':1}') },
  { what: 'bytes that are not UTF-8', body: bytes(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d) },
  { what: 'a byte order mark and nothing else', body: bytes(0xef, 0xbb, 0xbf) },
  { what: 'NUL bytes', body: bytes(0, 0, 0, 0) },
  { what: 'a prototype', body: '{"__proto__": {"isAdmin": true}}' },
  { what: 'a constructor', body: '{"constructor": {"prototype": {"isAdmin": true}}}' },
  {
    what: 'ten thousand unknown keys',
    body: JSON.stringify(
      Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`k${index}`, index])),
    ),
  },
  { what: 'a body of five megabytes', body: JSON.stringify({ a: 'x'.repeat(5 * 1024 * 1024) }) },
];

/** For each route that takes a body. */
export function badBodyRequests(method: string, path: string): readonly BadRequest[] {
  const bodies = badBodies.map(({ what, body }) => ({
    what,
    request: { method, path, headers: json, body },
  }));
  return [
    ...bodies,
    { what: 'a form', request: { method, path, headers: formHeaders, body: 'a=1' } },
    { what: 'XML', request: { method, path, headers: { 'content-type': 'text/xml' }, body: '<a/>' } },
    { what: 'no content type', request: { method, path, headers: { 'content-type': '' }, body: '{}' } },
  ];
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
    `q=${'a'.repeat(4_000)}`,
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
