import { SourceFile } from '../../code/source-file.ts';
import { webSocketFile } from '../feeds/feed-files.ts';
import { httpServerFile } from './api-files.ts';

/** `src/http/http-server.ts`. */
export function renderHttpServerFile(hasWebSockets: boolean): SourceFile {
  const file = new SourceFile(httpServerFile);
  const upgrades = hasWebSockets ? upgradeCode(file) : { options: 'TIMEOUTS', listener: '' };
  file.imports.value('node:events', 'once');
  file.imports.value('node:http', 'createServer');
  for (const type of ['RequestListener', 'Server', 'ServerResponse']) file.imports.type('node:http', type);
  file.imports.type('node:net', 'AddressInfo');
  file.imports.value('node:timers/promises', 'setTimeout');
  return file
    .add(`
/** Clients that send a request slower than this are cut off. */
const TIMEOUTS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 2_000,
};

/** More connections than this are refused, so that clients who hold on to them cannot use up the memory. */
const MAX_CONNECTIONS = 5_000;

/** How long requests under way may take to be answered once the server closes. */
const GRACE_MS = 5_000;`)
    .add(`
/** An HTTP server that answers what is under way before it closes. */
export class HttpServer {
  readonly #server: Server;
  readonly #underWay = new Set<ServerResponse>();

  constructor(listener: RequestListener) {
    this.#server = createServer(${upgrades.options}, (request, response) => {
      this.#underWay.add(response);
      response.once('close', () => this.#underWay.delete(response));
      return listener(request, response);
    });
${upgrades.listener}    this.#server.maxConnections = MAX_CONNECTIONS;
  }

  /** Resolves with the address once clients can connect: \`http://127.0.0.1:8080\`. */
  async listen(port: number, host: string): Promise<string> {
    this.#server.listen(port, host);
    await once(this.#server, 'listening');
    const bound = this.#server.address() as AddressInfo;
    const name = bound.family === 'IPv6' ? \`[\${bound.address}]\` : bound.address;
    return \`http://\${name}:\${bound.port}\`;
  }

  async close(): Promise<void> {
    this.#server.close();
    const answered = [...this.#underWay].map((response) => {
      if (!response.headersSent) response.setHeader('Connection', 'close');
      return once(response, 'close');
    });
    await Promise.race([Promise.allSettled(answered), setTimeout(GRACE_MS, undefined, { ref: false })]);
    this.#server.closeAllConnections();
  }
}`);
}

/** Requests for WebSockets go the way of all requests, with an answer that a route may make one of. */
function upgradeCode(file: SourceFile) {
  const asks = file.imports.value(webSocketFile, 'asksForSocket');
  const response = file.imports.value(webSocketFile, 'UpgradeResponse');
  file.imports.type('node:net', 'Socket');
  return {
    options: `{ ...TIMEOUTS, shouldUpgradeCallback: ${asks} }`,
    listener: `    this.#server.on('upgrade', (request, socket: Socket, head: Buffer) =>
      listener(request, new ${response}(request, socket, head)),
    );
`,
  };
}
