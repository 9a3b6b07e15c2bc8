import { expect, test } from 'vitest';
import { readModelConfig } from './model-config.ts';

const named = { MILLWRIGHT_MODEL: 'openai/some', OPENAI_API_KEY: 'k' };

test('a key alone configures nothing', () => {
  expect(readModelConfig(undefined, { OPENAI_API_KEY: 'k' })).toBeUndefined();
  expect(readModelConfig({}, { MILLWRIGHT_MODEL: '' })).toBeUndefined();
});

test('the environment names a model and its limits', () => {
  const config = readModelConfig(undefined, {
    ...named,
    MILLWRIGHT_MODEL_REQUESTS: '3',
    MILLWRIGHT_MODEL_TIMEOUT_MS: '50',
    OPENAI_BASE_URL: 'http://localhost:1234/v1/',
    MILLWRIGHT_MODEL_CASSETTE: 'record:a.jsonl',
  });
  expect(config).toMatchObject({
    budget: { requests: 3, tokens: 400_000 },
    timeoutMs: 50,
    cassette: { file: 'a.jsonl', mode: 'record' },
  });
  expect(config?.roles.get('default')).toEqual(['openai/some']);
  expect(config?.providers.get('openai')).toEqual({
    kind: 'openai',
    url: 'http://localhost:1234/v1',
    key: 'k',
  });
});

test('a file names providers and roles; the environment names the model for all other purposes', () => {
  const section = {
    providers: { local: { kind: 'openai', url: 'https://models.example/v1', keyFrom: 'LOCAL_KEY' } },
    roles: { default: 'anthropic/x', fix: ['local/a', 'anthropic/y'] },
    budget: { tokens: 5 },
  };
  const environment = { LOCAL_KEY: 's', ANTHROPIC_API_KEY: 't', MILLWRIGHT_MODEL: 'local/b, local/c' };
  const config = readModelConfig(section, environment);
  expect(Object.fromEntries(config?.roles ?? [])).toEqual({
    default: ['local/b', 'local/c'],
    fix: ['local/a', 'anthropic/y'],
  });
  expect(config?.providers.get('local')?.key).toBe('s');
  expect(config?.budget).toEqual({ requests: 40, tokens: 5 });
});

test.each<[string, unknown, Record<string, string>, string]>([
  ['a name without a provider', {}, { MILLWRIGHT_MODEL: 'gpt' }, 'PROVIDER/NAME'],
  ['an unknown provider', {}, { MILLWRIGHT_MODEL: 'acme/x' }, 'no provider acme'],
  ['no key', {}, { MILLWRIGHT_MODEL: 'anthropic/x' }, 'ANTHROPIC_API_KEY'],
  ['a key over plain HTTP', {}, { ...named, OPENAI_BASE_URL: 'http://models.example/v1' }, 'https'],
  ['another protocol', {}, { ...named, OPENAI_BASE_URL: 'file:///etc/passwd' }, 'https'],
  ['a limit that is no number', {}, { ...named, MILLWRIGHT_MODEL_TOKENS: 'many' }, 'MILLWRIGHT_MODEL_TOKENS'],
  ['a cassette without a mode', {}, { ...named, MILLWRIGHT_MODEL_CASSETTE: 'a' }, 'record:FILE'],
  [
    'a key in the file',
    { providers: { a: { kind: 'openai', url: 'https://a.example', key: 's' } } },
    named,
    'key',
  ],
  [
    'a key that is not set',
    { providers: { a: { kind: 'openai', url: 'https://a.example', keyFrom: 'NO_KEY' } } },
    named,
    'NO_KEY',
  ],
  ['an unknown word', { role: {} }, named, 'role'],
])('%s is refused', (_, section, environment, message) => {
  expect(() => readModelConfig(section, environment)).toThrow(message);
});
