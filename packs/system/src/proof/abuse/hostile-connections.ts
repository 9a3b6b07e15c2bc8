import { connect, type Socket } from 'node:net';

/** What a connection does to the system, and what the system must do about it. */
export interface HostileConnection {
  readonly what: string;
  /** Parts that are sent one after the other. */
  readonly parts: readonly string[];
  /** Whether the client says that it will send no more. */
  readonly isHalfClosed?: boolean;
  /** What is wrong with everything that came back, or undefined. */
  readonly judge: (text: string) => string | undefined;
}

const host = 'Host: a\r\n';
const statusesIn = (text: string) =>
  [...text.matchAll(/(?:^|\n|\}|\]|>)HTTP\/1\.[01] (\d{3})/g)].map(([, status]) => status ?? '');

function expectStatuses(...expected: readonly string[]): (text: string) => string | undefined {
  return (text) => {
    const statuses = statusesIn(text).join(' ');
    return statuses === expected.join(' ')
      ? undefined
      : `it answered "${statuses}", not "${expected.join(' ')}"`;
  };
}

const noServerError = (text: string) => {
  const failed = statusesIn(text).find(
    (status) => status.startsWith('5') && status !== '501' && status !== '505',
  );
  return failed === undefined ? undefined : `it answered ${failed}`;
};

const noBody = (text: string) =>
  text.trimEnd().split('\r\n\r\n').length > 1 ? 'the answer to HEAD has a body' : noServerError(text);

/** What no HTTP client sends, to any system: `/health` is all they need to know of it. */
export const hostileConnections: readonly HostileConnection[] = [
  {
    what: 'twenty requests in one piece',
    parts: [`GET /health HTTP/1.1\r\n${host}\r\n`.repeat(20)],
    judge: expectStatuses(...Array.from({ length: 20 }, () => '200')),
  },
  {
    what: 'a request in single bytes',
    parts: [...`GET /health HTTP/1.1\r\n${host}\r\n`],
    judge: expectStatuses('200'),
  },
  {
    what: 'a client that sends no more and waits',
    parts: [`GET /health HTTP/1.1\r\n${host}\r\n`],
    isHalfClosed: true,
    judge: expectStatuses('200'),
  },
  { what: 'HTTP/1.0', parts: [`GET /health HTTP/1.0\r\n${host}\r\n`], judge: expectStatuses('200') },
  { what: 'HEAD', parts: [`HEAD /health HTTP/1.1\r\n${host}Connection: close\r\n\r\n`], judge: noBody },
  {
    what: 'the whole address in the first line',
    parts: [`GET http://a/health HTTP/1.1\r\n${host}\r\n`],
    judge: noServerError,
  },
  {
    what: 'an expectation that nobody meets',
    parts: [`POST /health HTTP/1.1\r\n${host}Expect: a-miracle\r\nContent-Length: 2\r\n\r\n{}`],
    judge: noServerError,
  },
  {
    what: 'a body that waits to be asked for',
    parts: [`POST /health HTTP/1.1\r\n${host}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n`, '{}'],
    judge: noServerError,
  },
  ...Object.entries({
    'a request smuggled behind two lengths': `POST /health HTTP/1.1\r\n${host}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /health HTTP/1.1\r\n${host}\r\n`,
    'a header on two lines': `GET /health HTTP/1.1\r\n${host}X-A: b\r\n c\r\n\r\n`,
    'a header with a space before its colon': `GET /health HTTP/1.1\r\n${host}Content-Length : 5\r\n\r\nhello`,
    'line feeds alone': 'GET /health HTTP/1.1\nHost: a\n\n',
    'a NUL in the path': `GET /he\0alth HTTP/1.1\r\n${host}\r\n`,
    'a NUL in a header': `GET /health HTTP/1.1\r\n${host}X-A: a\0b\r\n\r\n`,
    'a chunk larger than said': `POST /health HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n`,
    'a chunk of an enormous size': `POST /health HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nx`,
    'a transfer coding nobody knows': `POST /health HTTP/1.1\r\n${host}Transfer-Encoding: gzip, identity\r\n\r\nx`,
    'two thousand headers': `GET /health HTTP/1.1\r\n${host}${Array.from({ length: 2_000 }, (_, n) => `A${n}: 1\r\n`).join('')}\r\n`,
    TRACE: `TRACE /health HTTP/1.1\r\n${host}\r\n`,
    'OPTIONS of everything': `OPTIONS * HTTP/1.1\r\n${host}\r\n`,
    'a star as path': `GET * HTTP/1.1\r\n${host}\r\n`,
    'a path without a slash': `GET health HTTP/1.1\r\n${host}\r\n`,
    'an empty method': ` /health HTTP/1.1\r\n${host}\r\n`,
    'HTTP/2 without asking': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'HTTP of the ninth version': `GET /health HTTP/9.9\r\n${host}\r\n`,
    'no host': 'GET /health HTTP/1.1\r\n\r\n',
    'two hosts': 'GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n',
    'a host that is none': 'GET /health HTTP/1.1\r\nHost: ]:[@/\\\r\n\r\n',
  }).map(([what, text]) => ({ what, parts: [text], judge: noServerError })),
];

/** What clients send that hold on to their connections and say nothing more. */
export const slowOpenings: readonly string[] = [
  '',
  'GET /health HTTP/1.1\r\nHost: a\r\nX-Slow: ',
  'POST /health HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
  'POST /health HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n',
];

const silenceMs = 250;
/** A busy machine may take its time for an answer that must come. */
const patienceMs = 10_000;
const maxAnswerBytes = 256 * 1024;

/** Sends the parts and gives back everything that came until the system fell silent or hung up. */
export function converse(port: number, { parts, isHalfClosed, judge }: HostileConnection): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const giveUpAt = Date.now() + patienceMs;
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const finish = () => {
      socket.destroy();
      resolve(text);
    };
    socket.setNoDelay(true);
    socket.setTimeout(silenceMs, () => {
      const isWaiting = judge(text) !== undefined && Date.now() < giveUpAt;
      if (isWaiting) socket.setTimeout(silenceMs);
      else finish();
    });
    socket.on('error', finish);
    socket.on('close', finish);
    socket.on('end', finish);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (text.length > maxAnswerBytes) finish();
    });
    socket.on('connect', () => {
      for (const part of parts) socket.write(part, 'latin1');
      if (isHalfClosed === true) socket.end();
    });
  });
}

/** Connections that stay open, each with the beginning of a request; the result closes them. */
export async function holdConnections(port: number, count: number): Promise<() => void> {
  const sockets = await Promise.all(
    Array.from({ length: count }, (_, index) => hold(port, slowOpenings[index % slowOpenings.length] ?? '')),
  );
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}

function hold(port: number, opening: string): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('error', () => resolve(socket));
    socket.on('connect', () => {
      socket.write(opening);
      resolve(socket);
    });
  });
}
