import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { JointKnowledge } from './joint-knowledge.ts';
import { LocalKnowledge } from './local-knowledge.ts';
import { RemoteKnowledge, type RemoteKnowledgeOptions } from './remote-knowledge.ts';

const passage = {
  kind: 'pattern',
  source: 'wiki/rooms',
  title: 'Rooms',
  text: 'Rooms are booked by the hour.',
} as const;
const question = 'how are rooms booked';

/** A real service that behaves as told, and counts who asks. */
async function service(behave: (...exchange: Parameters<RequestListener>) => unknown) {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    void behave(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ask`;
  return { url, asked: () => asked };
}

const remote = (url: string, more: Partial<RemoteKnowledgeOptions> = {}) =>
  new RemoteKnowledge({ url, timeMs: 500, ...more });

test('a service is asked with its token and answers with passages', async () => {
  const { url } = await service(async (request, response) => {
    expect(request.headers.authorization).toBe('Bearer secret');
    expect(JSON.parse(await text(request))).toEqual({ question, kinds: ['pattern'], limit: 2 });
    response.end(JSON.stringify({ passages: [passage, passage, passage] }));
  });
  const found = await remote(url, { token: 'secret' }).search({ question, kinds: ['pattern'], limit: 2 });
  expect(found).toEqual([
    { ...passage, held: ['rooms', 'booked'], coverage: 1, excerpt: passage.text },
    { ...passage, held: ['rooms', 'booked'], coverage: 1, excerpt: passage.text },
  ]);
});

test.each<[string, RegExp, RequestListener]>([
  ['fails', /status 500/, (_, response) => response.writeHead(500).end('no')],
  ['hangs', /in time/, () => undefined],
  ['hangs in the middle', /in time/, (_, response) => void response.write('{"passages": [')],
  ['hangs up', /reached/, (request) => request.socket.destroy()],
  ['answers rubbish', /no answer/, (_, response) => response.end('<html>')],
  ['answers another form', /no answer/, (_, response) => response.end('{"passages":[{"text":7}]}')],
  ['never stops', /longer/, (_, response) => void response.end(' '.repeat(2 * 1024 * 1024))],
  ['sends elsewhere', /reached/, (_, response) => response.writeHead(302, { location: '/other' }).end()],
])('a service that %s is an outage with a reason, and the rest answers', async (_, why, behave) => {
  const { url } = await service(behave);
  using local = new LocalKnowledge({ file: ':memory:', passages: async () => [passage] });
  const answer = await new JointKnowledge([local, remote(url)]).search({ question });
  expect(answer.passages).toMatchObject([{ source: 'wiki/rooms', coverage: 1 }]);
  expect(answer.unavailable).toEqual([{ source: new URL(url).origin, why: expect.stringMatching(why) }]);
});

test('after three failures it is left alone, and tried again later', async () => {
  let now = 0;
  let works = false;
  const { url, asked } = await service((_, response) => {
    response.writeHead(works ? 200 : 503).end(JSON.stringify({ passages: [passage] }));
  });
  const knowledge = remote(url, { now: () => now, resetMs: 1_000 });
  const search = () => knowledge.search({ question });
  for (let index = 0; index < 3; index++) await expect(search()).rejects.toThrow(/503/);
  await expect(search()).rejects.toThrow(/left alone/);
  expect(asked()).toBe(3);
  now = 1_000;
  await expect(search()).rejects.toThrow(/503/);
  await expect(search()).rejects.toThrow(/left alone/);
  expect(asked()).toBe(4);
  now = 2_000;
  works = true;
  expect(await search()).toHaveLength(1);
  expect(await search()).toHaveLength(1);
});

test('what it says cannot write over a terminal', async () => {
  const title = '\u001b[2J\u202eRooms';
  const { url } = await service((_, response) =>
    response.end(JSON.stringify({ passages: [{ ...passage, title }] })),
  );
  expect(await remote(url).search({ question })).toMatchObject([{ title: ' [2J Rooms' }]);
});

test('several sources are told in turns, each passage once; an index that cannot be opened is an outage', async () => {
  const other = { ...passage, source: 'wiki/halls', title: 'Rooms that are booked' };
  const { url } = await service((_, response) =>
    response.end(JSON.stringify({ passages: [passage, other] })),
  );
  using local = new LocalKnowledge({ file: ':memory:', passages: async () => [passage] });
  const { passages } = await new JointKnowledge([local, remote(url)]).search({ question });
  expect(passages.map(({ source }) => source)).toEqual(['wiki/rooms', 'wiki/halls']);

  using broken = new LocalKnowledge({ file: '/dev/null/knowledge.db', passages: async () => [passage] });
  const answer = await new JointKnowledge([broken, remote(url)]).search({ question });
  expect(answer.passages).toHaveLength(2);
  expect(answer.unavailable).toMatchObject([{ source: 'local index' }]);
});
