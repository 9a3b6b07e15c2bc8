/** The load process: keep-alive connections, each going through the life of one task after another. */
import { connect, type Socket } from 'node:net';

export interface LoadReport {
  readonly answers: number;
  readonly seconds: number;
  /** Statuses that are not those expected, if any. */
  readonly unexpected: readonly string[];
}

interface Answer {
  readonly status: number;
  readonly location: string | undefined;
}

const [address = '', duration = '1000', connections = '32'] = process.argv.slice(2);
const { hostname, port } = new URL(address);
const endsAt = performance.now() + Number(duration);
const unexpected = new Set<string>();
let answers = 0;

const startedAt = performance.now();
await Promise.all(Array.from({ length: Number(connections) }, useConnection));
const seconds = (performance.now() - startedAt) / 1000;
process.send?.({ answers, seconds, unexpected: [...unexpected] } satisfies LoadReport);
process.disconnect();

async function useConnection(): Promise<void> {
  const socket = connect(Number(port), hostname);
  socket.setNoDelay(true);
  const next = answersOf(socket);
  const ask = async (status: number, method: string, path: string, body?: string): Promise<Answer> => {
    socket.write(requestText(method, path, body));
    const answer = await next();
    answers += 1;
    if (answer.status !== status) unexpected.add(`${answer.status} to ${method} ${path}`);
    return answer;
  };
  while (performance.now() < endsAt) {
    const { location = '' } = await ask(
      201,
      'POST',
      '/tasks',
      '{"title":"Write the report","description":"By Monday"}',
    );
    await ask(200, 'GET', location);
    await ask(200, 'GET', '/tasks?limit=20');
    await ask(200, 'PATCH', location, '{"title":"Write the whole report"}');
    await ask(200, 'POST', `${location}/complete`);
    await ask(204, 'DELETE', location);
  }
  socket.destroy();
}

function requestText(method: string, path: string, body: string | undefined): string {
  const head = `${method} ${path} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n`;
  if (body === undefined) return `${head}${method === 'POST' ? 'Content-Length: 0\r\n' : ''}\r\n`;
  return `${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** Reads one answer after the other. Both servers answer with a Content-Length, or with no body at all. */
function answersOf(socket: Socket): () => Promise<Answer> {
  let text = '';
  let resolve: ((answer: Answer) => void) | undefined;
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    text += chunk;
    const end = text.indexOf('\r\n\r\n');
    if (end === -1) return;
    const head = text.slice(0, end);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (text.length < end + 4 + length) return;
    text = text.slice(end + 4 + length);
    resolve?.({
      status: Number(head.slice(9, 12)),
      location: /\r\nlocation: (\S+)/i.exec(head)?.[1],
    });
  });
  return () =>
    new Promise((settle) => {
      resolve = settle;
    });
}
