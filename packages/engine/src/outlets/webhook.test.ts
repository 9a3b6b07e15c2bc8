import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { definePipeline } from '../definition/pipeline.ts';
import { type } from '../definition/schema.ts';
import { closeAll, engineFor, eventsOf, memoryStore, opened } from '../testing/engines.ts';
import type { CloudEvent } from './cloud-event.ts';
import { deliverEvents } from './deliver-events.ts';
import { webhook } from './webhook.ts';
import { signWebhook, verifyWebhook } from './webhook-signature.ts';

afterEach(closeAll);

async function receiver(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  opened({
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
}

function definition() {
  const pipeline = definePipeline({ name: 'p', version: '1', input: type<null>() });
  return pipeline.output(pipeline.stage('a', { run: () => 'ä' }));
}

test('events are posted signed, and again in order after the receiver was down or refused', async () => {
  const accepted: CloudEvent[] = [];
  const answers = [503, 500, 200, 429];
  const url = await receiver((request, response) => {
    void accept(request, response);
  });
  const accept = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    verifyWebhook({ body, header: (name) => String(request.headers[name]) }, ['other', 'secret']);
    expect(request.headers['content-type']).toBe('application/cloudevents+json; charset=utf-8');
    const status = answers.shift() ?? 204;
    if (status < 300) accepted.push(JSON.parse(body) as CloudEvent);
    response.writeHead(status).end();
  };
  const pipeline = definition();
  const store = memoryStore();
  const engine = engineFor(pipeline, { store });
  const outlet = webhook({ url, secrets: ['secret'] });
  const delivery = opened(
    await deliverEvents({ store, engine, name: 'hook', outlet, retry: { delayMs: 1 } }),
  );
  await (await engine.start(pipeline, null, { runId: 'r ä' })).result();
  await delivery.caughtUp();
  const events = await eventsOf(engine.events('r ä'));
  expect(accepted.map(({ id }) => id)).toEqual(events.map(({ n }) => `r ä/${n}`));
});

test('an answer that no retry can better, a redirect and silence have codes of their own', async () => {
  const codeOf = async (listener: RequestListener, timeoutMs = 5_000): Promise<string | undefined> => {
    const url = await receiver(listener);
    const pipeline = definition();
    const store = memoryStore();
    const outlet = webhook({ url, secrets: ['secret'], timeoutMs });
    const retry = { attempts: 1 };
    const engine = engineFor(pipeline, { store });
    const delivery = opened(await deliverEvents({ store, engine, name: 'hook', outlet, retry }));
    await (await engine.start(pipeline, null)).result();
    await expect(delivery.caughtUp()).rejects.toMatchObject({ code: 'outlet_dead' });
    return delivery.failure?.code;
  };
  expect(await codeOf((_, response) => void response.writeHead(410).end())).toBe('http_410');
  const away = { location: 'http://169.254.1.1/' };
  expect(await codeOf((_, response) => void response.writeHead(302, away).end())).toBe('http_302');
  expect(await codeOf(() => {}, 20)).toBe('webhook_timeout');
  expect(await codeOf((request) => void request.socket.destroy())).toBe('webhook_unreachable');
});

test('a message that was changed, kept back, or signed by somebody else is refused', () => {
  const now = 1_700_000_000_000;
  const message = { id: 'r/1', timestamp: String(now / 1_000), body: '{"a":1}' };
  const received = (changes: Record<string, string> = {}) => {
    const headers: Record<string, string> = {
      'webhook-id': message.id,
      'webhook-timestamp': message.timestamp,
      'webhook-signature': signWebhook(message, ['old', 'whsec_c2VjcmV0']),
      ...changes,
    };
    return { body: changes['body'] ?? message.body, header: (name: string) => headers[name] };
  };
  const refused = expect.objectContaining({ code: 'webhook_signature' });
  // `whsec_c2VjcmV0` is `secret` in Base64.
  for (const secret of ['old', 'whsec_c2VjcmV0', 'secret']) verifyWebhook(received(), [secret], { now });
  expect(() => verifyWebhook(received(), ['wrong'], { now })).toThrow(refused);
  expect(() => verifyWebhook(received({ body: '{"a":2}' }), ['old'], { now })).toThrow(refused);
  expect(() => verifyWebhook(received({ 'webhook-id': 'r/2' }), ['old'], { now })).toThrow(refused);
  expect(() => verifyWebhook(received({ 'webhook-timestamp': 'soon' }), ['old'], { now })).toThrow(refused);
  expect(() => verifyWebhook(received({ 'webhook-signature': 'v1,' }), ['old'], { now })).toThrow(refused);
  for (const late of [now + 301_000, now - 301_000])
    expect(() => verifyWebhook(received(), ['old'], { now: late })).toThrow(refused);
  expect(() => verifyWebhook({ body: message.body, header: () => null }, ['old'], { now })).toThrow(refused);
});
