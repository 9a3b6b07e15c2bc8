import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { ModelConfig } from './model-config.ts';
import { createModels } from './models.ts';
import { answers, completes, hangs, modelServer } from './testing/model-server.ts';
import { stillClock } from './testing/still-clock.ts';

const answer = z.strictObject({ colour: z.string() });
const question = { purpose: 'fix', instructions: 'Name a colour.', prompt: 'The sky?', answer };
const blue = completes('{"colour":"blue"}');
const key = 'sk-very-secret-0123456789';

function config(url: string, more: Partial<ModelConfig> = {}): ModelConfig {
  return {
    providers: new Map([
      ['here', { kind: 'openai', url, key }],
      ['gone', { kind: 'openai', url: 'http://127.0.0.1:1', key: undefined }],
    ]),
    roles: new Map([['default', ['here/a']]]),
    budget: { requests: 10, tokens: 1_000 },
    timeoutMs: 5_000,
    ...more,
  };
}

test('an answer has the form that was asked for', async () => {
  await using server = await modelServer(blue);
  const models = createModels(config(server.url));
  expect(await models.ask(question)).toEqual({
    value: { colour: 'blue' },
    model: 'here/a',
    inputTokens: 20,
    outputTokens: 5,
  });
  expect(models.spent).toEqual({ requests: 1, tokens: 25 });
});

test.each(['It is:\n```json\n{"colour":"blue"}\n```\n', 'Sure! {"colour":"blue"} Anything else?'])(
  'an answer in %j is found',
  async (text) => {
    await using server = await modelServer(completes(text));
    expect(await createModels(config(server.url)).ask(question)).toMatchObject({ value: { colour: 'blue' } });
  },
);

test('a model that misses the form is told what is wrong, once', async () => {
  await using server = await modelServer(completes('{"color":1}'), blue);
  expect(await createModels(config(server.url)).ask(question)).toMatchObject({ value: { colour: 'blue' } });
  expect(JSON.stringify(server.asked[1]?.body)).toContain('colour: Invalid input');

  await using stubborn = await modelServer(completes('blue'));
  const models = createModels(config(stubborn.url));
  await expect(models.ask(question)).rejects.toMatchObject({ code: 'model_answer_invalid' });
  expect(stubborn.asked).toHaveLength(2);
});

test('an answer that was cut off is none', async () => {
  await using server = await modelServer(completes('{"colour":"blue"}', 'length'));
  await expect(createModels(config(server.url)).ask(question)).rejects.toMatchObject({
    code: 'model_answer_invalid',
  });
});

test('what passes is tried again, after growing pauses or the one asked for', async () => {
  await using server = await modelServer(answers(503, ''), answers(429, '', { 'retry-after': '4' }), blue);
  const clock = stillClock();
  await createModels(config(server.url), clock).ask(question);
  expect(clock.slept).toEqual([500, 4_000]);
});

test.each([
  ['a refusal', answers(401, { error: { message: 'no' } }), 1],
  ['a pause that is too long', answers(429, '', { 'retry-after': '3600' }), 1],
  ['what does not pass', answers(503, ''), 3],
])('%s ends it', async (_, behaviour, requests) => {
  await using server = await modelServer(behaviour);
  await expect(createModels(config(server.url), stillClock()).ask(question)).rejects.toThrow('here/a');
  expect(server.asked).toHaveLength(requests);
});

test('a model that fails again and again is left alone, and tried once after a while', async () => {
  await using server = await modelServer(...Array.from({ length: 9 }, () => answers(500, '')), blue);
  const clock = stillClock();
  const models = createModels(config(server.url, { budget: { requests: 99, tokens: 1_000 } }), clock);
  for (const _ of [1, 2, 3])
    await expect(models.ask(question)).rejects.toMatchObject({ code: 'model_unavailable' });
  await expect(models.ask(question)).rejects.toMatchObject({ code: 'model_breaker_open' });
  expect(server.asked).toHaveLength(9);
  clock.advance(61_000);
  expect(await models.ask(question)).toMatchObject({ value: { colour: 'blue' } });
  expect(await models.ask(question)).toMatchObject({ value: { colour: 'blue' } });
});

test.each([
  ['requests', { requests: 2, tokens: 1_000 }, 2],
  ['tokens', { requests: 10, tokens: 30 }, 2],
])('a run spends no more %s than it may', async (what, budget, requests) => {
  await using server = await modelServer(blue);
  const models = createModels(config(server.url, { budget }), stillClock());
  await models.ask(question);
  await models.ask(question);
  await expect(models.ask(question)).rejects.toThrow(what);
  expect(server.asked).toHaveLength(requests);
  expect(server.asked.every(({ body }) => Number(body['max_tokens']) <= budget.tokens)).toBe(true);
});

test('each purpose has its models, and the next is asked when one is not available', async () => {
  await using server = await modelServer(blue);
  const roles = new Map([
    ['default', ['gone/a']],
    ['fix', ['gone/b', 'here/c/d']],
  ]);
  const models = createModels(config(server.url, { roles }), stillClock());
  expect(await models.ask(question)).toMatchObject({ model: 'here/c/d' });
  expect(server.asked[0]?.body).toMatchObject({ model: 'c/d' });
  await expect(models.ask({ ...question, purpose: 'slot' })).rejects.toThrow('gone/a');
});

test('a question can be given up', async () => {
  await using server = await modelServer(hangs);
  const enough = new AbortController();
  const asked = createModels(config(server.url)).ask({ ...question, signal: enough.signal });
  enough.abort(new Error('enough'));
  await expect(asked).rejects.toThrow('enough');
});

test('a cassette replays what it recorded, without a server and without a secret', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cassette-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'colours.jsonl');
  {
    await using server = await modelServer(blue);
    await createModels(config(server.url, { cassette: { file, mode: 'record' } })).ask(question);
  }
  const replayed = createModels(config('http://127.0.0.1:1', { cassette: { file, mode: 'replay' } }));
  expect(await replayed.ask(question)).toMatchObject({ value: { colour: 'blue' }, model: 'here/a' });
  expect(replayed.spent).toEqual({ requests: 0, tokens: 0 });
  await expect(replayed.ask({ ...question, prompt: 'Grass?' })).rejects.toMatchObject({
    code: 'cassette_miss',
  });
  expect(readFileSync(file, 'utf8')).not.toContain(key);
});
