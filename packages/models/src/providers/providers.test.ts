import { describe, expect, test } from 'vitest';
import { ModelRefusedError, ModelUnavailableError } from '../errors.ts';
import {
  answers,
  type Behaviour,
  breaksOff,
  completes,
  hangs,
  modelServer,
  says,
} from '../testing/model-server.ts';
import { type ProviderKind, providers } from './provider.ts';

const key = 'sk-very-secret-0123456789';
const request = {
  instructions: 'Be brief.',
  messages: [{ role: 'user', text: 'Hello?' }],
  maxOutputTokens: 100,
} as const;

async function ask(kind: ProviderKind, behaviour: Behaviour, timeoutMs = 5_000) {
  await using server = await modelServer(behaviour);
  const model = providers[kind]({ model: 'some', name: `${kind}/some`, url: server.url, key, timeoutMs });
  const outcome = await model.reply(request, new AbortController().signal).catch((error: unknown) => error);
  return { outcome, asked: server.asked };
}

test('OpenAI is asked and answers in its form', async () => {
  const { outcome, asked } = await ask('openai', completes('Hi.'));
  expect(outcome).toEqual({ text: 'Hi.', isWhole: true, inputTokens: 20, outputTokens: 5 });
  expect(asked[0]).toMatchObject({
    path: '/chat/completions',
    headers: { authorization: `Bearer ${key}` },
    body: {
      model: 'some',
      max_tokens: 100,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello?' },
      ],
    },
  });
});

test('Anthropic is asked and answers in its form', async () => {
  const { outcome, asked } = await ask('anthropic', says('Hi.', 'max_tokens'));
  expect(outcome).toEqual({ text: 'Hi.', isWhole: false, inputTokens: 20, outputTokens: 5 });
  expect(asked[0]).toMatchObject({
    path: '/v1/messages',
    headers: { 'x-api-key': key, 'anthropic-version': '2023-06-01' },
    body: {
      model: 'some',
      system: 'Be brief.',
      max_tokens: 100,
      messages: [{ role: 'user', content: 'Hello?' }],
    },
  });
});

describe.each(['openai', 'anthropic'] as const)('%s', (kind) => {
  test.each([
    ['is overloaded', answers(529, '')],
    ['has an error', answers(500, '<html>')],
    ['breaks off', breaksOff],
    ['hangs', hangs],
    ['answers no JSON', answers(200, 'It is a nice day.')],
    ['answers another form', answers(200, { choices: 'none', content: 3 })],
    ['answers without end', answers(200, 'x'.repeat(9 * 1024 * 1024))],
    ['sends elsewhere', answers(302, '', { location: 'http://127.0.0.1:1/' })],
  ])('is not available when it %s', async (what, behaviour) => {
    const { outcome } = await ask(kind, behaviour, what === 'hangs' ? 100 : 5_000);
    expect(outcome).toBeInstanceOf(ModelUnavailableError);
  });

  test.each([400, 401, 403, 404, 422])('refuses with %i, and the key is not repeated', async (status) => {
    const said = { error: { message: `Incorrect key ${key} for some` } };
    const { outcome } = await ask(kind, answers(status, said));
    expect(outcome).toBeInstanceOf(ModelRefusedError);
    expect(String(outcome)).toContain('Incorrect key [secret] for some');
  });

  test('says how long it wants to be left alone', async () => {
    const { outcome } = await ask(kind, answers(429, {}, { 'retry-after': '7' }));
    expect(outcome).toMatchObject({ code: 'model_unavailable', retryAfterMs: 7_000 });
  });
});

test('who asks may give up at any time', async () => {
  await using server = await modelServer(hangs);
  const model = providers.openai({ model: 'a', name: 'openai/a', url: server.url, key, timeoutMs: 60_000 });
  const enough = new AbortController();
  const reply = model.reply(request, enough.signal);
  enough.abort(new Error('enough'));
  await expect(reply).rejects.toThrow('enough');
});

test('a server that is not there is not available', async () => {
  const model = providers.openai({
    model: 'a',
    name: 'openai/a',
    url: 'http://127.0.0.1:1',
    key,
    timeoutMs: 5_000,
  });
  await expect(model.reply(request, new AbortController().signal)).rejects.toBeInstanceOf(
    ModelUnavailableError,
  );
});
