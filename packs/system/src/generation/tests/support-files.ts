import { FileTree } from '@millwright/factory';
import { dataflowOf, liveFeeds } from '../../model/http-sources.ts';
import type { SystemModel } from '../../model/system.ts';
import { environmentFile, environmentFileText } from './environment-file.ts';
import { listens, withUrl } from './listening-file.ts';
import { signingFile, signingFileText, withSigning } from './signing-file.ts';
import { testDatabase } from './postgresql/test-database.ts';
import { withDatabase } from './postgresql/with-database.ts';

/** The few lines that the integration and acceptance tests of a system share. */
export function supportFiles(model: SystemModel): FileTree {
  const environment = environmentFileText(model);
  const tree =
    environment === undefined ? new FileTree() : new FileTree().write(environmentFile, environment);
  const signing = signingFileText(model);
  if (signing !== undefined) tree.write(signingFile, signing);
  const hasEnvironment = environment !== undefined;
  const isPostgres = model.storage.kind === 'postgresql';
  const place = isPostgres ? ownDatabase : ownFolder;
  const hasClock = model.scenarios.some(({ steps }) => steps.some(({ kind }) => kind === 'advance'));
  tree
    .write('test/support/api-client.ts', withStreams(apiClientOf(model), model))
    .write('test/support/expectations.ts', expectationsOf(model))
    .write(
      'test/support/in-process.ts',
      withGivenEnvironment(
        withEndpoint(isPostgres ? inProcessWithDatabase(hasEnvironment) : inProcess(hasEnvironment), model),
        model,
      ),
    )
    .write(
      'test/support/running-system.ts',
      `${runningSystemImports(hasEnvironment, place, hasClock)}\n${runningSystem(place, hasClock)}\n${launch(hasEnvironment, place, hasClock)}`,
    );
  if (!isPostgres) return tree;
  return tree
    .write('test/support/test-database.ts', testDatabase)
    .write('test/support/with-database.ts', withDatabase);
}

/** The endpoint by the name that tests know. */
function withEndpoint(code: string, { components }: SystemModel): string {
  const name = components.find(({ kind }) => kind === 'ApiEndpoint')?.name ?? 'api';
  return name === 'api' ? code : code.replace('{ system, api }', `{ system, ${name}: api }`);
}

/** Who listens is never done, so he leaves. */
function withStreams(code: string, model: SystemModel): string {
  return liveFeeds(model).length === 0
    ? code
    : code.replace('\n  protected moveTo', `${openMethod}\n  protected moveTo`);
}

const openMethod = `
  /** What a stream sends first. */
  async open(path: string): Promise<Answer> {
    const response = await fetch(this.#baseUrl + path);
    const reader = response.body?.getReader();
    const first = await reader?.read();
    await reader?.cancel();
    return { status: response.status, headers: response.headers, body: new TextDecoder().decode(first?.value) };
  }
`;

/** Tests of messages move the clock. */
function withGivenEnvironment(code: string, model: SystemModel): string {
  if (dataflowOf(model).length === 0) return code;
  return code
    .replace(
      '(t: TestContext): Promise',
      '(\n  t: TestContext,\n  environment: NodeJS.ProcessEnv = {},\n): Promise',
    )
    .replace("PORT: '0', HOST", "...environment, PORT: '0', HOST");
}

/** Where a system under test keeps its data, as code. */
interface DataPlace {
  readonly what: string;
  readonly variable: string;
  readonly type: string;
  readonly create: string;
  readonly remove: string;
  readonly environment: string;
  readonly nodeImport: string;
  readonly ownImport: string;
}

const ownFolder: DataPlace = {
  what: 'a data folder',
  variable: 'folder',
  type: 'string',
  create: "await mkdtemp(join(tmpdir(), 'system-'))",
  remove: 'rm(this.#folder, { recursive: true, force: true })',
  environment: "DATA_FILE: join(folder, 'data.sqlite')",
  nodeImport: "import { mkdtemp, rm } from 'node:fs/promises';\n",
  ownImport: '',
};

const ownDatabase: DataPlace = {
  what: 'a database',
  variable: 'database',
  type: 'TestDatabase',
  create: 'await createTestDatabase()',
  remove: 'this.#database.drop()',
  environment: 'DATABASE_URL: database.url',
  nodeImport: '',
  ownImport: "import { createTestDatabase, type TestDatabase } from './test-database.ts';\n",
};

function apiClientOf(model: SystemModel): string {
  const { operations } = model;
  const plain = followingNoRedirects(operations);
  const client = listens(model) ? withUrl(plain) : plain;
  return signingFileText(model) === undefined ? client : withSigning(client, model);
}

/** Where operations redirect, what counts is their own answer and not what it leads to. */
function followingNoRedirects(operations: SystemModel['operations']): string {
  const redirects = operations.some(({ answer }) => answer.redirect !== undefined);
  return redirects
    ? apiClient.replace('      method,\n', "      method,\n      redirect: 'manual',\n")
    : apiClient;
}

const apiClient = `import assert from 'node:assert/strict';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON, the text of any other answer, or undefined when the answer is empty. */
  readonly body: unknown;
}

/** Sends requests to a running system. */
export class ApiClient {
  #baseUrl: string;

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  post(path: string, body?: unknown): Promise<Answer> {
    return this.send('POST', path, { body });
  }

  patch(path: string, body: unknown): Promise<Answer> {
    return this.send('PATCH', path, { body });
  }

  put(path: string, body?: unknown): Promise<Answer> {
    return this.send('PUT', path, { body });
  }

  delete(path: string, body?: unknown): Promise<Answer> {
    return this.send('DELETE', path, { body });
  }

  /** Creates a record and returns its id. */
  async create(path: string, body?: unknown): Promise<string> {
    const { status, body: record } = await this.post(path, body);
    assert.equal(status, 201, JSON.stringify(record));
    assert.ok(typeof record === 'object' && record !== null && 'id' in record);
    return String(record.id);
  }

  /** \`body\` is sent as JSON, \`text\` as it is. */
  async send(
    method: string,
    path: string,
    options: { body?: unknown; text?: string; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const text = options.text ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    const response = await fetch(this.#baseUrl + path, {
      method,
      headers: { ...(text === undefined ? {} : { 'content-type': 'application/json' }), ...options.headers },
      ...(text === undefined ? {} : { body: text }),
    });
    return { status: response.status, headers: response.headers, body: await parsed(response) };
  }

  protected moveTo(baseUrl: string): void {
    this.#baseUrl = baseUrl;
  }
}

async function parsed(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  return /[/+]json\\b/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text;
}
`;

const expectations = `import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './api-client.ts';

/** The status is this one, and the body holds at least what is expected. */
export function assertAnswer(answer: Answer, status: number, body?: unknown): void {
  assert.equal(answer.status, status, \`status \${answer.status}: \${JSON.stringify(answer.body)}\`);
  if (body !== undefined) assertContains(answer.body, body);
}

/** Every key of \`expected\` is in \`actual\` with this value; other keys are free. Lists match item by item. */
export function assertContains(actual: unknown, expected: unknown): void {
  assert.deepEqual(narrowed(actual, expected), expected);
}

export function assertCount(list: unknown, count: number): void {
  assert.equal(itemsOf(list).length, count);
}

export function assertIncludes(list: unknown, expected: unknown): void {
  assert.ok(isAmong(list, expected), \`\${JSON.stringify(expected)} is not among \${JSON.stringify(list)}\`);
}

export function assertExcludes(list: unknown, unexpected: unknown): void {
  assert.ok(!isAmong(list, unexpected), \`\${JSON.stringify(unexpected)} is among \${JSON.stringify(list)}\`);
}

/** The expected items are in the list, one after the other; others may stand between them. */
export function assertInOrder(list: unknown, expected: readonly unknown[]): void {
  const items = itemsOf(list);
  const places = expected.map((one) => items.findIndex((item) => isAmong([item], one)));
  const isInOrder = places.every((place, index) => place > (places[index - 1] ?? -1));
  assert.ok(isInOrder, \`expected \${JSON.stringify(expected)} in this order in \${JSON.stringify(list)}\`);
}

/** Sends as many requests at once; each is told its number, from 1. */
export function atOnce(times: number, send: (n: string) => Promise<Answer>): Promise<Answer[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => send(String(index + 1))));
}

/** So many of the answers have each status, whichever they are. */
export function assertStatuses(answers: readonly Answer[], expected: Record<string, number>): void {
  const counts: Record<string, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  assert.deepEqual(counts, expected);
}

/** The value at a dotted path such as \`id\` or \`items.0.id\`, as text. */
export function valueAt(body: unknown, path: string): string {
  let value = body;
  for (const key of path.split('.')) {
    assert.ok(isObject(value) || Array.isArray(value), \`no \${path} in \${JSON.stringify(body)}\`);
    value = Reflect.get(value, key);
  }
  assert.ok(value !== undefined && value !== null, \`no \${path} in \${JSON.stringify(body)}\`);
  return String(value);
}

/** Today's date (UTC), never within the last seconds of a day: a test must not straddle midnight. */
export async function currentDay(): Promise<string> {
  const day = 86_400_000;
  const left = day - (Date.now() % day);
  if (left < 5_000) await sleep(left);
  return new Date().toISOString().slice(0, 10);
}

function isAmong(list: unknown, expected: unknown): boolean {
  return itemsOf(list).some((item) => {
    try {
      assertContains(item, expected);
      return true;
    } catch {
      return false;
    }
  });
}

function itemsOf(list: unknown): readonly unknown[] {
  assert.ok(Array.isArray(list), \`expected a list, got \${JSON.stringify(list)}\`);
  return list;
}

/** \`actual\` without the keys that \`expected\` does not speak of. */
function narrowed(actual: unknown, expected: unknown): unknown {
  if (Array.isArray(actual) && Array.isArray(expected)) {
    return actual.map((item, index) => (index < expected.length ? narrowed(item, expected[index]) : item));
  }
  if (!isObject(actual) || !isObject(expected)) return actual;
  const common = Object.keys(expected).filter((key) => key in actual);
  return Object.fromEntries(common.map((key) => [key, narrowed(actual[key], expected[key])]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
`;

const sampleImport = `import { sampleEnvironment } from './environment.ts';\n`;

const inProcess = (hasEnvironment: boolean) => `import type { TestContext } from 'node:test';
import { loadConfig } from '../../src/config.ts';
import { createSystem } from '../../src/main.ts';
import { ApiClient } from './api-client.ts';
${hasEnvironment ? sampleImport : ''}
/** A system of its own for one test, without data, in this process; it stops when the test ends. */
export async function startInProcess(t: TestContext): Promise<ApiClient> {
  const { system, api } = createSystem(
    loadConfig({ ${hasEnvironment ? '...sampleEnvironment, ' : ''}PORT: '0', HOST: '127.0.0.1', DATA_FILE: ':memory:' }),
  );
  await system.start();
  t.after(() => system.stop());
  return new ApiClient(api.url);
}
`;

const inProcessWithDatabase = (hasEnvironment: boolean) => `import type { TestContext } from 'node:test';
import { loadConfig } from '../../src/config.ts';
import { createSystem } from '../../src/main.ts';
import { ApiClient } from './api-client.ts';
${hasEnvironment ? sampleImport : ''}import { createTestDatabase } from './test-database.ts';

/** A system of its own for one test, without data, in this process; it stops when the test ends. */
export async function startInProcess(t: TestContext): Promise<ApiClient> {
  const { url, drop } = await createTestDatabase();
  const { system, api } = createSystem(
    loadConfig({ ${hasEnvironment ? '...sampleEnvironment, ' : ''}PORT: '0', HOST: '127.0.0.1', DATABASE_URL: url }),
  );
  t.after(async () => {
    await system.stop();
    await drop();
  });
  await system.start();
  return new ApiClient(api.url);
}
`;

const runningSystemImports = (
  hasEnvironment: boolean,
  { nodeImport, ownImport }: DataPlace,
  hasClock: boolean,
) => `${hasClock ? "import assert from 'node:assert/strict';\n" : ''}import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
${nodeImport}import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ApiClient } from './api-client.ts';
${hasEnvironment ? sampleImport : ''}${ownImport}`;

const runningSystem = (
  { what, variable, type, create, remove }: DataPlace,
  hasClock: boolean,
) => `const root = fileURLToPath(new URL('../..', import.meta.url));

/** The system as its users run it: a process of its own, on a free port, with ${what} of its own. */
export class RunningSystem extends ApiClient {
  readonly #${variable}: ${type};
  #child: ChildProcess;

  private constructor(${variable}: ${type}, child: ChildProcess, url: string) {
    super(url);
    this.#${variable} = ${variable};
    this.#child = child;
  }

${hasClock ? '  /** @param clock Where the clock of the system stands still; it runs when there is none. */\n' : ''}  static async start(${hasClock ? 'clock?: Date' : ''}): Promise<RunningSystem> {
    const ${variable} = ${create};
    const { child, url } = await launch(${variable}${hasClock ? ', clock?.toISOString()' : ''});
    return new RunningSystem(${variable}, child, url);
  }

  /** Ends the process as a crash would and starts it again on the same data. */
  async restart(): Promise<void> {
${hasClock ? "    const { body } = await this.get('/test-clock');\n" : ''}    await end(this.#child);
    const { child, url } = await launch(this.#${variable}${hasClock ? ', clockOf(body)' : ''});
    this.#child = child;
    this.moveTo(url);
  }
${hasClock ? advanceMethod : ''}
  async stop(): Promise<void> {
    await end(this.#child);
    await ${remove};
  }
}
`;

const advanceMethod = `
  /** Moves the clock by a duration such as \`PT1H\`; what became due is done when this resolves. */
  async advance(duration: string): Promise<void> {
    const { status, body } = await this.post('/test-clock', { advance: duration });
    assert.equal(status, 200, JSON.stringify(body));
  }
`;

const clockOf = `/** Where a clock stands that does not run. */
function clockOf(body: unknown): string | undefined {
  return typeof body === 'object' && body !== null && 'now' in body ? String(body.now) : undefined;
}

`;

const launch = (
  hasEnvironment: boolean,
  { variable, type, environment }: DataPlace,
  hasClock: boolean,
) => `${hasClock ? clockOf : ''}async function launch(
  ${variable}: ${type},${hasClock ? '\n  clock?: string,' : ''}
): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: root,
    env: {
      ...process.env,
${hasEnvironment ? '      ...sampleEnvironment,\n' : ''}      PORT: '0',
      HOST: '127.0.0.1',
      ${environment},
      NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
${hasClock ? '      ...(clock === undefined ? {} : { MILLWRIGHT_TEST_CLOCK: clock }),\n' : ''}    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const seen: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    seen.push(line);
    const url = listeningUrl(line);
    if (url === undefined) continue;
    child.stdout.resume();
    return { child, url };
  }
  throw new Error(\`the system ended before it listened:\\n\${seen.join('\\n')}\`);
}

function listeningUrl(line: string): string | undefined {
  const entry = line.startsWith('{') ? JSON.parse(line) : {};
  return entry.event === 'listening' ? entry.url : undefined;
}

/** Nothing is asked of the process any more, so it need not finish anything. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
`;

/** Where lists stand in an envelope, their items are the one list in it. */
function expectationsOf({ operations }: SystemModel): string {
  const isEnveloped = operations.some(
    ({ answer, steps }) =>
      answer.body.kind === 'object' && steps.some((step) => step.kind === 'list' && step.isWhole !== true),
  );
  return isEnveloped ? expectations.replace(plainItems, envelopedItems) : expectations;
}

const plainItems = `function itemsOf(list: unknown): readonly unknown[] {
  assert.ok(Array.isArray(list), \`expected a list, got \${JSON.stringify(list)}\`);
  return list;
}`;

const envelopedItems = `/** A list, or the one list in an object around it. */
function itemsOf(list: unknown): readonly unknown[] {
  const items: unknown = isObject(list) ? Object.values(list).find((one) => Array.isArray(one)) : list;
  assert.ok(Array.isArray(items), \`expected a list, got \${JSON.stringify(list)}\`);
  return items;
}`;
