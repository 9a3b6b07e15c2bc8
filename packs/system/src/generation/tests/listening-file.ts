import { allListened, type FeedProtocol, type Listened } from '../../model/feed.ts';
import type { SystemModel } from '../../model/system.ts';

/** The ways in which tests listen to feeds. */
export function listeningProtocols(model: SystemModel): ReadonlySet<FeedProtocol> {
  const steps = model.scenarios.flatMap((scenario) => scenario.steps);
  const heard = steps.flatMap((step) => (step.kind === 'listen' ? step.protocols : []));
  return new Set([...heard, ...allListened(model).flatMap(onlySockets)]);
}

/** Each of them is opened by a test of its own. */
function onlySockets({ protocols }: Listened): readonly FeedProtocol[] {
  return protocols.filter((protocol) => protocol === 'websocket');
}

/** The function of `test/support/listening.ts` that hears what a feed tells. */
export const hearingFunction: Readonly<Record<FeedProtocol, string>> = {
  sse: 'assertHeard',
  websocket: 'assertHeardOnSocket',
};

/** `test/support/listening.ts`: hears what feeds tell. */
export function listeningFile(protocols: ReadonlySet<FeedProtocol>): string {
  const ways = [
    ...(protocols.has('sse') ? [overHttp] : []),
    ...(protocols.has('websocket') ? [overSockets] : []),
  ];
  return [
    "import assert from 'node:assert/strict';",
    ...(protocols.has('websocket') ? ["import { on, once } from 'node:events';"] : []),
    opening,
    ...ways,
    comparison,
  ].join('\n');
}

const opening = `import type { ApiClient } from './api-client.ts';
import { assertContains } from './expectations.ts';

const LONGEST_WAY_MS = 5_000;
`;

const overHttp = `/** From its first event on, the feed tells these one after the other, others between them or not. */
export async function assertHeard(
  client: ApiClient,
  path: string,
  expected: readonly unknown[],
  headers: Record<string, string> = {},
): Promise<void> {
  const signal = AbortSignal.timeout(LONGEST_WAY_MS);
  const response = await fetch(client.url + path, { headers: { ...headers, 'last-event-id': '0' }, signal });
  assert.equal(response.status, 200);
  await assertTold(eventsOf(response), expected, signal);
}

/** Server-sent events as they come: their name and their data. */
async function* eventsOf(response: Response): AsyncGenerator<unknown> {
  let text = '';
  for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part;
    const blocks = text.split('\\n\\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, event] = /^event: (.*)$/m.exec(block) ?? [];
      const [, data] = /^data: (.*)$/m.exec(block) ?? [];
      if (data !== undefined) yield { event, data: JSON.parse(data) };
    }
  }
}
`;

const overSockets = `/** From its first event on, the feed tells these over a WebSocket one after the other, others between them or not. */
export async function assertHeardOnSocket(
  client: ApiClient,
  path: string,
  expected: readonly unknown[],
  headers: Record<string, string> = {},
): Promise<void> {
  const signal = AbortSignal.timeout(LONGEST_WAY_MS);
  const socket = new WebSocket(client.url + path, { headers: { ...headers, 'last-event-id': '0' } });
  try {
    await assertTold(messagesOf(socket, signal), expected, signal);
  } finally {
    socket.close();
  }
}

/** The socket opens, and nothing else. */
export async function assertOpens(client: ApiClient, path: string): Promise<void> {
  const socket = new WebSocket(client.url + path);
  await once(socket, 'open', { signal: AbortSignal.timeout(LONGEST_WAY_MS) });
  socket.close();
}

/** What is sent over a socket, as it comes. */
async function* messagesOf(socket: WebSocket, signal: AbortSignal): AsyncGenerator<unknown> {
  for await (const [message] of on(socket, 'message', { signal, close: ['close'] })) yield JSON.parse(message.data);
}
`;

const comparison = `async function assertTold(
  events: AsyncIterable<unknown>,
  expected: readonly unknown[],
  signal: AbortSignal,
): Promise<void> {
  const heard: unknown[] = [];
  let found = 0;
  try {
    for await (const event of events) {
      heard.push(event);
      if (isLike(event, expected[found])) found += 1;
      if (found === expected.length) return;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  assert.fail(\`expected \${JSON.stringify(expected[found])}, heard \${JSON.stringify(heard)}\`);
}

function isLike(event: unknown, expected: unknown): boolean {
  try {
    assertContains(event, expected);
    return true;
  } catch {
    return false;
  }
}
`;
