import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a server does with one request. */
export type Behaviour = (response: ServerResponse, asked: Asked) => void;

/** A server of language models on this machine, which does with each request what it was told, in order; the last is repeated. */
export async function modelServer(...behaviours: readonly Behaviour[]) {
  const asked: Asked[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = JSON.parse(await text(request)) as Readonly<Record<string, unknown>>;
    const one = { path: request.url ?? '', headers: request.headers, body };
    const behave = behaviours[Math.min(asked.length, behaviours.length - 1)];
    asked.push(one);
    behave?.(response, one);
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const answers =
  (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Behaviour =>
  (response) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };

/** As OpenAI answers. */
export const completes = (text: string, finish = 'stop'): Behaviour =>
  answers(200, {
    choices: [{ message: { role: 'assistant', content: text }, finish_reason: finish }],
    usage: { prompt_tokens: 20, completion_tokens: 5 },
  });

/** As Anthropic answers. */
export const says = (text: string, stop = 'end_turn'): Behaviour =>
  answers(200, {
    content: [{ type: 'text', text }],
    stop_reason: stop,
    usage: { input_tokens: 20, output_tokens: 5 },
  });

export const hangs: Behaviour = () => undefined;
export const breaksOff: Behaviour = (response) => {
  response.writeHead(200, { 'content-length': '1000' }).write('{"choices"');
  response.destroy();
};
