/** The task API in Express 5 with Zod. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type NextFunction, type Request, type Response } from 'express';
import { z } from 'zod';
import { sorts, type Task, TaskStore } from './task-store.ts';

const title = z.string().min(1).max(200);
const description = z.string().max(2_000).nullable();
const createInput = z.strictObject({ title, description: description.default(null) });
const updateInput = z.strictObject({
  title: title.exactOptional(),
  description: description.exactOptional(),
});

const wholeNumber = z.string().regex(/^\d+$/).transform(Number);
const listQuery = z.strictObject({
  title: z.string().exactOptional(),
  description: z.string().exactOptional(),
  status: z.enum(['open', 'completed']).exactOptional(),
  limit: wholeNumber.pipe(z.int().min(1).max(500)).default(50),
  offset: wholeNumber.pipe(z.int().min(0)).default(0),
  sort: z.enum(sorts).default('createdAt'),
});

class Refusal extends Error {
  readonly status: number;

  constructor(status: number, code: string) {
    super(code);
    this.status = status;
  }
}

const store = new TaskStore();

function existing(request: Request): Task {
  const task = store.find(String(request.params['task']));
  if (!task) throw new Refusal(404, 'not_found');
  return task;
}

const app = express();
app.disable('etag');
app.disable('x-powered-by');
app.use((_request, response, next) => {
  response.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
  next();
});
app.use(express.json({ limit: '1mb' }));

app.post('/tasks', (request, response) => {
  const task = store.create(createInput.parse(request.body));
  response.status(201).location(`/tasks/${task.id}`).json(task);
});

app.get('/tasks', (request, response) => {
  const { limit, offset, sort, ...filters } = listQuery.parse(request.query);
  const { items, total } = store.list({ limit, offset, sort, filters });
  response.set('X-Total-Count', String(total)).json(items);
});

app.get('/tasks/:task', (request, response) => {
  response.json(existing(request));
});

app.patch('/tasks/:task', (request, response) => {
  const task = existing(request);
  response.json(store.change(task, updateInput.parse(request.body)));
});

app.post('/tasks/:task/complete', (request, response) => {
  const task = existing(request);
  if (task.status !== 'open') throw new Refusal(409, 'illegal_transition');
  response.json(store.change(task, { status: 'completed' }));
});

app.delete('/tasks/:task', (request, response) => {
  store.delete(existing(request).id);
  response.status(204).end();
});

app.use(() => {
  throw new Refusal(404, 'route_not_found');
});
app.use((error: Error, _request: Request, response: Response, _next: NextFunction) => {
  const status = error instanceof Refusal ? error.status : error instanceof z.ZodError ? 400 : 500;
  response
    .status(status)
    .type('application/problem+json')
    .json({ type: 'about:blank', status, code: error.message });
});

const server = createServer({ keepAliveTimeout: 5_000 }, app);
server.listen(Number(process.env['PORT']), process.env['HOST'], () => {
  const { address, port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ event: 'listening', url: `http://${address}:${port}` }));
});
