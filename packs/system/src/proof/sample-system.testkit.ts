import { FileTree, formatTree } from '@millwright/factory';
import type { Field } from '../model/field.ts';
import type { Operation } from '../model/operation.ts';
import type { SystemModel } from '../model/system.ts';
import type { Requirements } from '../requirements/requirements.ts';

const text: Field = { name: 'text', type: { kind: 'text', minLength: 1, maxLength: 20 }, isOptional: false };
const id: Field = { name: 'id', type: { kind: 'text', format: 'uuid' }, isOptional: false, managed: 'id' };
const missing = { status: 404, code: 'not_found', message: 'There is no such note.' };
const noteId = {
  source: 'path.note',
  type: { kind: 'text' },
  node: {
    kind: 'member',
    name: 'note',
    type: { kind: 'text' },
    target: { kind: 'variable', name: 'path', type: { kind: 'object', fields: {} } },
  },
} as const;
const load = {
  kind: 'load',
  entity: 'Note',
  as: 'note',
  by: { kind: 'id', value: noteId },
  missing,
} as const;
const body = { kind: 'variable', name: 'note' } as const;

const common = {
  origin: 'standard',
  entity: 'Note',
  answers: [],
  isPartial: false,
  query: [],
  input: [],
} as const;
const operations: readonly Operation[] = [
  {
    ...common,
    name: 'createNote',
    summary: 'Create a note',
    answers: ['R1'],
    http: { method: 'POST', path: ['notes'] },
    input: [text],
    steps: [{ kind: 'create', entity: 'Note', as: 'note', fromInput: true, set: [] }],
    answer: { status: 201, body, location: { entity: 'Note', variable: 'note' } },
  },
  {
    ...common,
    name: 'readNote',
    summary: 'Read a note',
    http: { method: 'GET', path: ['notes', { parameter: 'note' }] },
    steps: [load],
    answer: { status: 200, body },
  },
  {
    ...common,
    name: 'deleteNote',
    summary: 'Delete a note',
    http: { method: 'DELETE', path: ['notes', { parameter: 'note' }] },
    steps: [load, { kind: 'delete', entity: 'Note', target: 'note' }],
    answer: { status: 204, body: { kind: 'empty' } },
  },
];
const names = operations.map(({ name }) => name);

export const sampleModel: SystemModel = {
  name: 'notes',
  title: 'Notes',
  entities: [{ name: 'Note', plural: 'Notes', collection: 'notes', fields: [id, text], uniqueTogether: [] }],
  events: [],
  operations,
  storage: { kind: 'memory' },
  http: { port: 8080, prefix: '' },
  components: [
    { kind: 'ApiEndpoint', name: 'api', operations: names },
    { kind: 'Controller', name: 'noteController', entity: 'Note', operations: names },
    { kind: 'Store', name: 'store', entities: ['Note'] },
  ],
  bindings: [
    { from: { component: 'api', port: 'note' }, to: { component: 'noteController', port: 'requests' } },
    {
      from: { component: 'noteController', port: 'store' },
      to: { component: 'store', port: 'transactions' },
    },
  ],
  scenarios: [],
};

export const sampleRequirements: Requirements = {
  statements: [
    {
      id: 'R1',
      text: 'Notes can be written',
      span: [0, 20],
      status: 'understood',
      facts: [{ target: 'operations.createNote', span: [0, 20], rule: 'test', confidence: 1 }],
    },
    { id: 'R2', text: 'Make it pop', span: [21, 32], status: 'not-understood', facts: [] },
  ],
  assumptions: [{ id: 'A1', text: 'Notes are kept in memory.' }],
  questions: [],
};

const packageJson = JSON.stringify({
  name: 'notes',
  type: 'module',
  dependencies: { '@millwright/harness': 'file:vendor/harness' },
  devDependencies: { '@types/node': '24.19.2', typescript: '7.0.2' },
});

const tsconfig = JSON.stringify({
  compilerOptions: {
    target: 'es2024',
    lib: ['es2024', 'esnext.disposable'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    noEmit: true,
    erasableSyntaxOnly: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
  },
  include: ['src', 'test'],
});

const rules = `export interface Note {
  readonly id: string;
  readonly text: string;
}

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

export function readText(body: unknown): string {
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  if (!isObject || Object.keys(body).join() !== 'text') throw new Problem(400, 'invalid_input');
  const { text } = body as { text: unknown };
  if (typeof text !== 'string' || text.length < 1 || text.length > 20) throw new Problem(400, 'invalid_input');
  return text;
}
`;

const components = `import { HarnessComponent } from '@millwright/harness';
import { type Note, Problem, readText } from './rules.ts';

export interface Command {
  readonly kind: 'create' | 'read' | 'delete';
  readonly id: string;
  readonly body?: unknown;
}

export class Store extends HarnessComponent {
  readonly #notes = new Map<string, Note>();
  readonly transactions = this.replies<(notes: Map<string, Note>) => Note, Note>(
    'transactions',
    (work) => work(this.#notes),
    { expected: [Problem] },
  );
  constructor() {
    super('store');
  }
}

export class NoteController extends HarnessComponent {
  readonly store = this.requests<(notes: Map<string, Note>) => Note, Note>('store');
  readonly requests_ = this.replies<Command, Note>('requests', (command) => this.#run(command), {
    expected: [Problem],
  });
  constructor() {
    super('noteController');
  }
  #run(command: Command): Promise<Note> {
    return this.store.request((notes) => {
      if (command.kind === 'create') {
        const note = { id: command.id, text: readText(command.body) };
        notes.set(note.id, note);
        return note;
      }
      const note = notes.get(command.id);
      if (!note) throw new Problem(404, 'not_found');
      if (command.kind === 'delete') notes.delete(note.id);
      return note;
    });
  }
}
`;

const api = `import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HarnessComponent, type SystemExecutionHarness } from '@millwright/harness';
import type { Command } from './components.ts';
import { type Note, Problem } from './rules.ts';

const maxBodyBytes = 65_536;

export class Api extends HarnessComponent {
  readonly note = this.requests<Command, Note>('note');
  readonly #port: number;
  readonly #system: () => SystemExecutionHarness;
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  constructor(port: number, system: () => SystemExecutionHarness) {
    super('api');
    this.#port = port;
    this.#system = system;
  }
  get url(): string {
    return 'http://127.0.0.1:' + (this.#server.address() as AddressInfo).port;
  }
  override async setup(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    console.log(JSON.stringify({ event: 'listening', url: this.url }));
  }
  override async cleanup(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }
  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const [status, body] = await this.#route(request);
      if (status === 201) response.setHeader('location', '/notes/' + (body as Note).id);
      const type = typeof body === 'string' ? 'text/plain' : 'application/json';
      response.writeHead(status, { 'content-type': type });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    } catch (error) {
      const { status, code } = error instanceof Problem ? error : new Problem(500, 'internal_error');
      response.writeHead(status, { 'content-type': 'application/problem+json', connection: 'close' });
      response.end(JSON.stringify({ status, code }));
    }
  }
  async #route(request: IncomingMessage): Promise<[number, unknown]> {
    const path = request.url ?? '';
    if (path === '/health') return [200, this.#system().health()];
    if (path === '/ready') return [200, { ready: this.#system().ready() }];
    if (path === '/metrics') return [200, this.#system().metrics()];
    if (path === '/openapi.json') return [200, { openapi: '3.1.0' }];
    return this.#notes(request, path);
  }
  async #notes(request: IncomingMessage, path: string): Promise<[number, unknown]> {
    if (path.includes('?')) throw new Problem(400, 'invalid_input');
    if (path === '/notes' && request.method === 'POST') {
      const body = await readBody(request);
      return [201, await this.note.request({ kind: 'create', id: crypto.randomUUID(), body })];
    }
    const id = /^\\/notes\\/([^/]+)$/.exec(path)?.[1];
    if (id === undefined) throw new Problem(404, 'route_not_found');
    if (request.method === 'GET') return [200, await this.note.request({ kind: 'read', id })];
    if (request.method === 'DELETE') return [204, await this.note.request({ kind: 'delete', id })];
    throw new Problem(405, 'method_not_allowed');
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const { 'content-type': type, 'content-encoding': encoding } = request.headers;
  if (type !== 'application/json' || encoding !== undefined) throw new Problem(415, 'unsupported');
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > maxBodyBytes) throw new Problem(413, 'body_too_large');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new Problem(400, 'invalid_json');
  }
}
`;

const main = `import { SystemExecutionHarness } from '@millwright/harness';
import { Api } from './api.ts';
import { NoteController, Store } from './components.ts';

export function createSystem(port: number) {
  const system: SystemExecutionHarness = new SystemExecutionHarness({ name: 'notes' });
  const api = system.register(new Api(port, () => system));
  const controller = system.register(new NoteController());
  const store = system.register(new Store());
  system.connect(api.note, controller.requests_);
  system.connect(controller.store, store.transactions);
  return { system, api };
}

if (import.meta.main) await createSystem(Number(process.env['PORT'] ?? 8080)).system.run();
`;

const unitTest = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readText } from '../../src/rules.ts';

test('a note has between 1 and 20 characters', () => {
  assert.equal(readText({ text: 'x' }), 'x');
  assert.throws(() => readText({ text: '' }));
});
`;

const requestTest = (name: string) => `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSystem } from '../../src/main.ts';

test('${name}', async () => {
  const { system, api } = createSystem(0);
  await system.start();
  const headers = { 'content-type': 'application/json' };
  const send = (path: string, method = 'GET', body?: string) =>
    fetch(api.url + path, { method, headers, ...(body === undefined ? {} : { body }) });
  const created = await send('/notes', 'POST', '{"text":"hello"}');
  assert.equal(created.status, 201);
  const { id } = (await created.json()) as { id: string };
  assert.equal((await send('/notes/' + id)).status, 200);
  assert.equal((await send('/notes/' + id, 'DELETE')).status, 204);
  assert.equal((await send('/notes/' + id)).status, 404);
  assert.equal((await send('/notes', 'POST', '{')).status, 400);
  assert.equal((await send('/notes', 'PATCH')).status, 404);
  for (const path of ['/health', '/ready', '/metrics', '/openapi.json']) {
    assert.equal((await send(path)).status, 200);
  }
  await system.stop();
});
`;

const files: Readonly<Record<string, string>> = {
  'package.json': packageJson,
  'tsconfig.json': tsconfig,
  'src/rules.ts': rules,
  'src/components.ts': components,
  'src/api.ts': api,
  'src/main.ts': main,
  'src/domain/note-operations.ts': 'export const operations = 3;\n',
  'test/unit/rules.test.ts': unitTest,
  'test/integration/notes.test.ts': requestTest('notes come and go'),
  'test/acceptance/notes.test.ts': requestTest('R1 · notes can be written'),
};

/** A small system written by hand, with some of its files changed, added, or (null) left out. */
export async function sampleSystem(changes: Readonly<Record<string, string | null>> = {}): Promise<FileTree> {
  const tree = new FileTree();
  for (const [path, content] of Object.entries({ ...files, ...changes })) {
    if (content !== null) tree.write(path, content);
  }
  return (await formatTree(tree)).tree;
}

/** A file of the sample, with one passage replaced. */
export function changed(path: string, from: string | RegExp, to: string): Record<string, string> {
  const content = files[path] ?? '';
  const result = content.replace(from, to);
  if (result === content) throw new Error(`${path} does not hold ${from}`);
  return { [path]: result };
}
