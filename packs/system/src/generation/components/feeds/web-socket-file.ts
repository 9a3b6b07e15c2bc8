import { SourceFile } from '../../code/source-file.ts';
import { webSocketFile } from './feed-files.ts';

/** `src/http/web-socket.ts`. */
export function renderWebSocketFile(): SourceFile {
  const file = new SourceFile(webSocketFile);
  file.imports.type('node:http', 'IncomingMessage');
  file.imports.value('node:http', 'ServerResponse');
  file.imports.type('node:net', 'Socket');
  file.imports.type('ws', 'WebSocket');
  file.imports.value('ws', 'WebSocketServer');
  return [SOCKETS, ASKS, RESPONSE, SENDING, SEND_TEXT].reduce((whole, part) => whole.add(part), file);
}

const SOCKETS = `
const CLOSING = {
  /** The system stops. */
  goingAway: 1001,
  /** Come back, and say what was heard last. */
  tryAgainLater: 1013,
};

/** Clients have little to say, and little time to answer when their connection is closed. */
const LIMITS = { maxPayload: 4096, closeTimeout: 2_000 };

const sockets = new WebSocketServer({ ...LIMITS, noServer: true, clientTracking: false });`;

const ASKS = `
/** Whether a request is one for a WebSocket. */
export function asksForSocket({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket';
}`;

const RESPONSE = `
/** The answer to a request for a WebSocket: just that, once a route accepts it, and until then an answer like any other. */
export class UpgradeResponse extends ServerResponse {
  readonly #socket: Socket;
  readonly #head: Buffer;

  constructor(request: IncomingMessage, socket: Socket, head: Buffer) {
    super(request);
    this.#socket = socket;
    this.#head = head;
    socket.on('error', () => socket.destroy());
    this.shouldKeepAlive = false;
    this.assignSocket(socket);
    this.once('finish', () => socket.end());
  }

  /** Opens the WebSocket, and sends each chunk of the stream as a message. */
  accept(stream: ReadableStream<Uint8Array>): void {
    const reader = stream.getReader();
    this.#socket.once('close', () => void reader.cancel());
    this.detachSocket(this.#socket);
    sockets.handleUpgrade(this.req, this.#socket, this.#head, (client) => void sendAll(reader, client));
  }
}`;

const SENDING = `
/** Sends what it reads. An empty chunk asks whether the client is there, which is cut off when it does not answer until the next one. */
async function sendAll(reader: ReadableStreamDefaultReader<Uint8Array>, client: WebSocket): Promise<void> {
  let isHere = true;
  client.on('pong', () => {
    isHere = true;
  });
  client.on('error', () => client.terminate());
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (next.value.byteLength > 0) {
        await sendText(client, next.value);
      } else if (isHere) {
        isHere = false;
        client.ping();
      } else {
        client.terminate();
      }
    }
    client.close(CLOSING.goingAway);
  } catch {
    client.close(CLOSING.tryAgainLater, 'The client reads too slowly.');
  }
}`;

const SEND_TEXT = `
/** Resolves once the system's own memory is free of it. */
function sendText(client: WebSocket, text: Uint8Array): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  client.send(text, { binary: false }, () => resolve());
  return promise;
}`;
