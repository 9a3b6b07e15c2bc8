/** The task API as somebody would write it in one file: the same routes, checks, answers and headers as the generated one. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { z } from 'zod';

interface Task {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly status: 'open' | 'completed';
  readonly createdAt: string;
  readonly updatedAt: string;
}

const title = z.string().min(1).max(200);
const description = z.string().max(2_000).nullable();
const createInput = z.strictObject({ title, description: description.default(null) });
const updateInput = z.strictObject({
  title: title.exactOptional(),
  description: description.exactOptional(),
});

const wholeNumber = z.string().regex(/^\d+$/).transform(Number);
const sorts = ['title', 'description', 'status', 'createdAt', 'updatedAt'] as const;
const listQuery = z.strictObject({
  title: z.string().exactOptional(),
  description: z.string().exactOptional(),
  status: z.enum(['open', 'completed']).exactOptional(),
  limit: wholeNumber.pipe(z.int().min(1).max(500)).default(50),
  offset: wholeNumber.pipe(z.int().min(0)).default(0),
  sort: z.enum([...sorts, ...sorts.map((name) => `-${name}` as const)]).default('createdAt'),
});

const headers = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };
const tasks = new Map<string, Task>();

function problem(
  c: Context,
  status: 400 | 404 | 409 | 413 | 415 | 500,
  code: string,
  errors?: unknown,
): Response {
  return c.json({ type: 'about:blank', status, code, errors }, status, {
    ...headers,
    'Content-Type': 'application/problem+json',
  });
}

class Refusal extends Error {
  readonly status: 400 | 404 | 409 | 413 | 415;
  readonly errors: unknown;

  constructor(status: 400 | 404 | 409 | 413 | 415, code: string, errors?: unknown) {
    super(code);
    this.status = status;
    this.errors = errors;
  }
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Refusal(400, 'invalid_input', result.error.issues);
}

async function body<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  if (!c.req.header('content-type')?.startsWith('application/json')) {
    throw new Refusal(415, 'unsupported_media_type');
  }
  if (Number(c.req.header('content-length') ?? 0) > 1024 * 1024) throw new Refusal(413, 'body_too_large');
  return check(schema, await c.req.json());
}

function existing(c: Context): Task {
  const task = tasks.get(c.req.param('task') ?? '');
  if (!task) throw new Refusal(404, 'not_found');
  return task;
}

function change(task: Task, changes: Partial<Task>): Task {
  const changed = { ...task, ...changes, updatedAt: new Date().toISOString() };
  tasks.set(task.id, changed);
  return changed;
}

const app = new Hono();

app.post('/tasks', async (c) => {
  const input = await body(c, createInput);
  const now = new Date().toISOString();
  const task: Task = { id: randomUUID(), ...input, status: 'open', createdAt: now, updatedAt: now };
  tasks.set(task.id, task);
  return c.json(task, 201, { ...headers, Location: `/tasks/${task.id}` });
});

app.get('/tasks', (c) => {
  const { limit, offset, sort, ...filters } = check(listQuery, c.req.query());
  const wanted = Object.entries(filters) as [keyof Task, string][];
  const found = [...tasks.values()].filter((task) => wanted.every(([name, value]) => task[name] === value));
  const name = sort.replace('-', '') as keyof Task;
  if (sort !== 'createdAt') found.sort((a, b) => ((a[name] ?? '') < (b[name] ?? '') ? -1 : 1));
  if (sort.startsWith('-')) found.reverse();
  return c.json(found.slice(offset, offset + limit), 200, {
    ...headers,
    'X-Total-Count': String(found.length),
  });
});

app.get('/tasks/:task', (c) => c.json(existing(c), 200, headers));

app.patch('/tasks/:task', async (c) => {
  const task = existing(c);
  return c.json(change(task, await body(c, updateInput)), 200, headers);
});

app.post('/tasks/:task/complete', (c) => {
  const task = existing(c);
  if (task.status !== 'open') throw new Refusal(409, 'illegal_transition');
  return c.json(change(task, { status: 'completed' }), 200, headers);
});

app.delete('/tasks/:task', (c) => {
  tasks.delete(existing(c).id);
  return c.body(null, 204, headers);
});

app.notFound((c) => problem(c, 404, 'route_not_found'));
app.onError((error, c) => {
  if (error instanceof Refusal) return problem(c, error.status, error.message, error.errors);
  if (error instanceof SyntaxError || error instanceof HTTPException) return problem(c, 400, 'invalid_json');
  return problem(c, 500, 'internal_error');
});

const listener = getRequestListener(app.fetch);
const server = createServer(
  { keepAliveTimeout: 5_000 },
  (request, response) => void listener(request, response),
);
server.listen(Number(process.env['PORT']), process.env['HOST'], () => {
  const { address, port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ event: 'listening', url: `http://${address}:${port}` }));
});
