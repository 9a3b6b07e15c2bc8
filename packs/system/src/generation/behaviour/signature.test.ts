import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem } from '../testing/running-system.ts';

const blueprint = `millwright: 1
name: payments
storage: sqlite
config: { partnerSecret: secret, pingSecret: secret }
entities:
  Payment:
    fields: { reference: text 1..80 unique, amount: money 0.. }
    api: [list]
access:
  keys: { from: config.partnerSecret }
  default: key
operations:
  receivePayment:
    http: POST /webhooks/payments
    rate: 3 per minute
    signature: { secret: config.pingSecret, header: X-Hub-Signature-256, scheme: sha256 }
    input: { reference: text 1..80, amount: money 0.. }
    do:
      - upsert: Payment as payment
        key: { reference: input.reference }
        set: { amount: input.amount }
    answer: 200
  ping:
    http: POST /webhooks/ping
    signature: { secret: config.pingSecret }
    answer: 204
  stamp:
    http: POST /webhooks/stamp
    signature: { secret: config.pingSecret, header: X-Sig, scheme: hex, timestampHeader: X-Time, tolerance: 10s }
    input: { note: text? }
    answer: { body: { note: input.note } }
`;
const secret = 'a secret of both sides';
const now = Date.parse('2031-05-14T12:00:00Z');
const digits = (signed: string, by = secret) => createHmac('sha256', by).update(signed).digest('hex');

describe('operations that ask for a signature', () => {
  let system: RunningSystem;
  const post = async (path: string, sent: string, headers: Record<string, string>) => {
    const answer = await fetch(system.url + path, {
      method: 'POST',
      body: sent,
      headers: { 'content-type': 'application/json', ...headers },
    });
    const body = await answer.text();
    return { status: answer.status, code: body === '' ? undefined : JSON.parse(body).code };
  };
  beforeAll(async () => {
    system = await startSystem(blueprint, {
      PARTNER_SECRET: 'partner:0123456789abcdef',
      PING_SECRET: secret,
      MILLWRIGHT_TEST_CLOCK: new Date(now).toISOString(),
    });
  });
  afterAll(() => system.stop());

  test('the bytes of the body are signed, and twice is as good as once', async () => {
    const sent = ' { "reference":"é-1",\n "amount": 2.50 }';
    const headers = { 'X-Hub-Signature-256': `sha256=${digits(sent)}` };
    expect(await post('/webhooks/payments', sent, headers)).toMatchObject({ status: 200 });
    expect(await post('/webhooks/payments', sent, headers)).toMatchObject({ status: 200 });
    const { body } = await system.send('GET', '/payments', undefined, { 'X-Api-Key': '0123456789abcdef' });
    expect(body).toMatchObject([{ reference: 'é-1', amount: 2.5 }]);
  });

  test('what is not signed is refused before anything else is looked at, and counts for nothing', async () => {
    const refused = { status: 401, code: 'invalid_signature' };
    for (const headers of [
      {},
      { 'X-Hub-Signature-256': '' },
      { 'X-Hub-Signature-256': digits('{}') },
      { 'X-Hub-Signature-256': `sha256=${digits('{}', 'another')}` },
      { 'X-Hub-Signature-256': `sha256=${digits('{} ')}` },
    ]) {
      expect(await post('/webhooks/payments?odd=1', '{}', headers as Record<string, string>)).toEqual(
        refused,
      );
    }
    const noJson = await post('/webhooks/payments', '\u0000', { 'X-Hub-Signature-256': 'sha256=0' });
    expect(noJson).toEqual(refused);
    const broken = { 'X-Hub-Signature-256': `sha256=${digits('{')}` };
    expect(await post('/webhooks/payments', '{', broken)).toMatchObject({
      status: 400,
      code: 'invalid_json',
    });
    expect((await post('/webhooks/payments', '{', broken)).status).toBe(429);
  });

  test('bodies in chunks are read once and signed as a whole', async () => {
    const parts = ['{"note":', '"in parts"}'];
    const seconds = String(now / 1000);
    const headers = { 'X-Sig': digits(`${seconds}.${parts.join('')}`), 'X-Time': seconds };
    const answer = await new Promise((resolve, reject) => {
      const client = request(`${system.url}/webhooks/stamp`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
      });
      client.on('error', reject).on('response', (message) => {
        const told = text(message).then((body) => ({ status: message.statusCode, body }));
        told.then(resolve, reject);
      });
      for (const part of parts) client.write(part);
      client.end();
    });
    expect(answer).toEqual({ status: 200, body: '{"note":"in parts"}' });
  });

  test.each([
    ['now', 0, 204],
    ['as old as may be', -300, 204],
    ['older', -301, 401],
    ['of the future', 301, 401],
  ])('a time that is %s', async (_, off, status) => {
    const seconds = String(now / 1000 + off);
    const headers = { 'Webhook-Signature': `t=${seconds},v1=${digits('old')},v1=${digits(`${seconds}.x`)}` };
    expect((await post('/webhooks/ping', 'x', headers)).status).toBe(status);
  });

  test('a tolerance of its own holds for a time in another header', async () => {
    const at = (off: number) => {
      const seconds = String(now / 1000 + off);
      return post('/webhooks/stamp', '{}', { 'X-Sig': digits(`${seconds}.{}`), 'X-Time': seconds });
    };
    expect((await at(-10)).status).toBe(200);
    expect(await at(-11)).toEqual({ status: 401, code: 'invalid_signature' });
    expect((await post('/webhooks/stamp', '{}', { 'X-Sig': digits('{}') })).status).toBe(401);
  });
});
