import { z } from 'zod';
import { ModelConfigError } from './errors.ts';
import { type ProviderKind, providerKinds } from './providers/provider.ts';

const modelName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*\/\S+$/, 'must be PROVIDER/NAME, as in openai/gpt-5 or local/qwen3');
const limit = z.int().positive();

/** The `models` section of a configuration. Keys are named, never written: `keyFrom` is a variable of the environment. */
export const modelSectionSchema = z.strictObject({
  providers: z
    .record(
      z.string().regex(/^[a-z][a-z0-9-]*$/),
      z.strictObject({
        kind: z.enum(providerKinds),
        url: z.url(),
        keyFrom: z.string().min(1).optional(),
      }),
    )
    .default({}),
  /** By purpose, `default` for all others. Of several, each is asked when those before it are not available. */
  roles: z.record(z.string(), z.union([modelName, z.array(modelName).min(1)])).default({}),
  budget: z.strictObject({ requests: limit.optional(), tokens: limit.optional() }).default({}),
  timeoutMs: limit.optional(),
});

export interface ProviderConfig {
  readonly kind: ProviderKind;
  /** Without a slash at the end. */
  readonly url: string;
  readonly key: string | undefined;
}

export interface ModelConfig {
  readonly providers: ReadonlyMap<string, ProviderConfig>;
  /** Names of models, `provider/name`, in the order they are asked, by purpose; `default` for all others. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
  readonly budget: { readonly requests: number; readonly tokens: number };
  /** For one request with its answer. */
  readonly timeoutMs: number;
  readonly cassette?: { readonly file: string; readonly mode: 'record' | 'replay' };
}

type Environment = Readonly<Record<string, string | undefined>>;

const standard = { requests: 40, tokens: 400_000, timeoutMs: 120_000 };

/**
 * Reads what is configured: a section of a configuration file, and above it the environment. Undefined when no model is named:
 * a key alone configures nothing.
 * @throws ModelConfigError
 */
export function readModelConfig(section: unknown, environment: Environment): ModelConfig | undefined {
  const parsed = modelSectionSchema.safeParse(section ?? {});
  if (!parsed.success) throw new ModelConfigError(`"models": ${firstIssue(parsed.error)}`);
  const { data } = parsed;
  const roles = rolesOf(data.roles, environment);
  if (roles.size === 0) return undefined;
  const providers = providersOf(data.providers, environment);
  const cassette = cassetteIn(environment['MILLWRIGHT_MODEL_CASSETTE']);
  for (const name of [...roles.values()].flat()) assertUsable(name, providers, cassette?.mode === 'replay');
  const { requests = standard.requests, tokens = standard.tokens } = data.budget;
  const limitOf = (name: string, otherwise: number) => numberIn(environment, name) ?? otherwise;
  return {
    providers,
    roles,
    budget: {
      requests: limitOf('MILLWRIGHT_MODEL_REQUESTS', requests),
      tokens: limitOf('MILLWRIGHT_MODEL_TOKENS', tokens),
    },
    timeoutMs: limitOf('MILLWRIGHT_MODEL_TIMEOUT_MS', data.timeoutMs ?? standard.timeoutMs),
    ...(cassette && { cassette }),
  };
}

function rolesOf(
  section: z.infer<typeof modelSectionSchema>['roles'],
  environment: Environment,
): Map<string, readonly string[]> {
  const roles = new Map(Object.entries(section).map(([purpose, names]) => [purpose, [names].flat()]));
  const named = environment['MILLWRIGHT_MODEL'];
  return named ? roles.set('default', namesIn(named)) : roles;
}

function providersOf(
  section: z.infer<typeof modelSectionSchema>['providers'],
  environment: Environment,
): ReadonlyMap<string, ProviderConfig> {
  const all = new Map<string, ProviderConfig>([
    [
      'openai',
      {
        kind: 'openai',
        url: environment['OPENAI_BASE_URL'] ?? 'https://api.openai.com/v1',
        key: environment['OPENAI_API_KEY'],
      },
    ],
    [
      'anthropic',
      {
        kind: 'anthropic',
        url: environment['ANTHROPIC_BASE_URL'] ?? 'https://api.anthropic.com',
        key: environment['ANTHROPIC_API_KEY'],
      },
    ],
  ]);
  for (const [name, { kind, url, keyFrom }] of Object.entries(section)) {
    const key = keyFrom === undefined ? undefined : environment[keyFrom];
    if (keyFrom !== undefined && key === undefined)
      throw new ModelConfigError(`The key of ${name} is expected in ${keyFrom}, which is not set.`);
    all.set(name, { kind, url, key });
  }
  return new Map(
    [...all].map(([name, config]) => [name, { ...config, url: config.url.replace(/\/+$/, '') }]),
  );
}

function assertUsable(
  model: string,
  providers: ReadonlyMap<string, ProviderConfig>,
  isReplayed: boolean,
): void {
  const [name = ''] = model.split('/', 1);
  const provider = providers.get(name);
  if (!provider) {
    const known = [...providers.keys()].join(', ');
    throw new ModelConfigError(`There is no provider ${name} for ${model}. There are: ${known}.`);
  }
  if (!isSafe(provider.url))
    throw new ModelConfigError(`The URL of ${name} must begin with https://, except on this machine.`);
  const isPublic =
    provider.url === 'https://api.openai.com/v1' || provider.url === 'https://api.anthropic.com';
  if (isPublic && !provider.key && !isReplayed)
    throw new ModelConfigError(`${model} needs a key in ${name.toUpperCase()}_API_KEY.`);
}

function isSafe(url: string): boolean {
  const { protocol, hostname } = URL.parse(url) ?? { protocol: '', hostname: '' };
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
}

function namesIn(text: string): string[] {
  return text.split(',').map((one) => {
    const name = modelName.safeParse(one.trim());
    if (!name.success)
      throw new ModelConfigError(`MILLWRIGHT_MODEL ${firstIssue(name.error)}, not "${one}".`);
    return name.data;
  });
}

function numberIn(environment: Environment, name: string): number | undefined {
  const text = environment[name];
  if (text === undefined || text === '') return undefined;
  const parsed = limit.safeParse(Number(text));
  if (!parsed.success) throw new ModelConfigError(`${name} must be a positive whole number, not "${text}".`);
  return parsed.data;
}

function cassetteIn(text: string | undefined): ModelConfig['cassette'] {
  if (text === undefined || text === '') return undefined;
  const [, mode, file] = /^(record|replay):(.+)$/.exec(text) ?? [];
  if ((mode !== 'record' && mode !== 'replay') || file === undefined)
    throw new ModelConfigError('MILLWRIGHT_MODEL_CASSETTE must be record:FILE or replay:FILE.');
  return { mode, file };
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? [issue.path.join('.'), issue.message].filter(Boolean).join(': ') : 'it cannot be read';
}
