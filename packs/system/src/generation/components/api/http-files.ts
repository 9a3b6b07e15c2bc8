import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import { rateLimitFile } from '../access/access-files.ts';
import { problemFile } from '../domain/refusal.ts';
import { answerFile, bodyFile, checkFile, errorsFile, methodFile, statusRoutesFile } from './api-files.ts';

export interface AnswerUsage {
  readonly hasEmptyAnswers: boolean;
  readonly hasEmptyHeaders: boolean;
  /** Answers that are text, not JSON. */
  readonly hasTexts: boolean;
  /** Headers whose values come from operations. */
  readonly hasHeaders: boolean;
}

const asHeaders = `
/** Headers as HTTP can carry them: whatever is not plain ASCII is percent-encoded. */
export function asHeaders(values: Readonly<Record<string, string>>): Record<string, string> {
  const encoded = Object.entries(values).map(([name, value]) => [
    name,
    value.toWellFormed().replaceAll(/[^ -~]/gu, (character) => encodeURIComponent(character)),
  ]);
  return Object.fromEntries(encoded) as Record<string, string>;
}`;

const textAnswer = `
export function textAnswer(
  status: number,
  text: string,
  type: string,
  headers?: Readonly<Record<string, string>>,
): Response {
  return new Response(text, {
    status,
    headers: { 'Content-Type': \`\${type}; charset=utf-8\`, ...EVERY_ANSWER, ...headers },
  });
}`;

const emptyAnswer = `
export function emptyAnswer(status: number): Response {
  return new Response(null, { status, headers: EVERY_ANSWER });
}`;

const emptyAnswerWithHeaders = `
export function emptyAnswer(status: number, headers?: Readonly<Record<string, string>>): Response {
  return new Response(null, { status, headers: { ...EVERY_ANSWER, ...headers } });
}`;

/** `src/http/answer.ts`. */
export function renderAnswerFile(usage: AnswerUsage): SourceFile {
  const { hasEmptyAnswers, hasEmptyHeaders, hasHeaders, hasTexts } = usage;
  const file = new SourceFile(answerFile);
  file.imports.value('node:http', 'STATUS_CODES');
  file.imports.type(problemFile, 'Problem');
  file.add(`
/** Nothing keeps an answer, takes it for another type, or shows it as a page that can do anything. */
export const EVERY_ANSWER = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
};`);
  file.add(`
export function answer(
  status: number,
  body: unknown,
  headers?: Readonly<Record<string, string>>,
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', ...EVERY_ANSWER, ...headers },
  });
}`);
  if (hasTexts) file.add(textAnswer);
  if (hasEmptyAnswers) file.add(hasEmptyHeaders ? emptyAnswerWithHeaders : emptyAnswer);
  if (hasHeaders) file.add(asHeaders);
  return file.add(`
/** Problem details as RFC 9457 has them. */
export function problemAnswer(
  { status, code, message, errors }: Problem,
  headers?: Readonly<Record<string, string>>,
): Response {
  const title = STATUS_CODES[status];
  const details = { type: 'about:blank', title, status, code, detail: message };
  return answer(status, errors.length === 0 ? details : { ...details, errors }, {
    'Content-Type': 'application/problem+json',
    ...headers,
  });
}`);
}

/** `src/http/check.ts`. */
export function renderCheckFile(): SourceFile {
  const file = new SourceFile(checkFile);
  file.imports.type('zod', 'z');
  file.imports.type(problemFile, 'FieldError');
  file.imports.value(problemFile, 'Problem');
  return file
    .add('const MAX_ERRORS = 50;')
    .add(`
/** The value as the schema reads it; otherwise a problem that says of each field what is wrong with it. */
export function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const errors = new Map<string, FieldError>();
  for (const error of result.error.issues.flatMap(fieldErrors)) {
    if (errors.size < MAX_ERRORS && !errors.has(error.field)) errors.set(error.field, error);
  }
  throw new Problem(400, 'invalid_input', 'The input is not valid.', [...errors.values()]);
}`)
    .add(`
function fieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  const field = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: [...issue.path, key].join('.'),
      code: 'unknown_field',
      message: 'There is no such field.',
    }));
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return [{ field, code: 'required', message: 'A value is required.' }];
  }
  return [{ field, code: issue.code, message: issue.message }];
}`);
}

export interface ErrorFeatures {
  /** What `WWW-Authenticate` says; absent where nobody signs in. */
  readonly challenge?: string;
  readonly hasLimits: boolean;
  readonly hasSignatures: boolean;
  /** Whether some bodies are patches. */
  readonly hasPatches: boolean;
}

/** `src/http/errors.ts`. */
export function renderErrorsFile(features: ErrorFeatures): SourceFile {
  const file = new SourceFile(errorsFile);
  file.imports.value('@millwright/harness', 'HarnessError');
  file.imports.type('@millwright/harness', 'Log');
  file.imports.type('hono', 'Hono');
  file.imports.value(problemFile, 'Problem');
  file.imports.value(answerFile, 'problemAnswer');
  const { hasPatches } = features;
  if (hasPatches) file.imports.value(bodyFile, 'UnacceptedBody');
  if (features.hasLimits) file.imports.value(rateLimitFile, 'TooManyRequests');
  const hasHeaders = features.challenge !== undefined || features.hasLimits;
  const isGuarded = hasHeaders || features.hasSignatures;
  file.add(`
/** Turns everything that is not an answer into problem details. */
export function handleErrors(app: Hono, log: Log): void {
  app.notFound(() =>
    problemAnswer(new Problem(404, 'route_not_found', 'There is nothing at this address.')),
  );
  app.onError((error${isGuarded ? ', c' : ''}) => {
    // The rest of the body is not read, so the connection cannot carry another request.
    if (error instanceof Problem && error.status === 413) {
      return problemAnswer(error, { Connection: 'close' });
    }
    ${hasPatches ? `${unaccepted}\n    ` : ''}${isGuarded ? guarded(hasHeaders) : plain}
    if (error instanceof HarnessError && error.isRetryable) {
      const busy = new Problem(503, 'overloaded', 'The system is busy; try again shortly.');
      return problemAnswer(busy, { 'Retry-After': '1' });
    }
    log.error('Request failed', { event: 'request_failed', error });
    return problemAnswer(new Problem(500, 'internal_error', 'Something went wrong.'));
  });
}`);
  if (isGuarded) file.add(noted);
  return hasHeaders ? file.add(refusalHeaders(features)) : file;
}

const unaccepted = `if (error instanceof UnacceptedBody) return problemAnswer(error, { 'Accept-Patch': error.accepted });`;

const plain = 'if (error instanceof Problem) return problemAnswer(error);';

const guarded = (hasHeaders: boolean) => `if (error instanceof Problem) {
      const { status, code } = error;
      const { method, path } = c.req;
      if (NOTED.has(status)) log.warn('Request refused', { event: 'request_refused', status, code, method, path });
      return problemAnswer(error${hasHeaders ? ', refusalHeaders(error)' : ''});
    }`;

const noted = `
/** Statuses that tell of somebody who tries what he may not. */
const NOTED = new Set([401, 403, 429]);`;

const refusalHeaders = ({ challenge, hasLimits }: ErrorFeatures) => `
function refusalHeaders(problem: Problem): Record<string, string> | undefined {
${
  hasLimits
    ? "  if (problem instanceof TooManyRequests) return { 'Retry-After': String(problem.retryAfterSeconds) };\n"
    : ''
}  ${challenge === undefined ? 'return undefined;' : `return problem.status === 401 ? { 'WWW-Authenticate': ${literal(challenge)} } : undefined;`}
}`;

/** `src/http/method-not-allowed.ts`. */
export function renderMethodFile(hasMiddleware: boolean): SourceFile {
  const file = new SourceFile(methodFile);
  file.imports.type('hono', 'Hono');
  file.imports.value(problemFile, 'Problem');
  file.imports.value(answerFile, 'problemAnswer');
  return file.add(`
/** Refuses the methods that no route of a path takes. To be called when all routes are in place. */
export function refuseOtherMethods(app: Hono): void {
${hasMiddleware ? "  const routes = app.routes.filter(({ method }) => method !== 'ALL');\n" : ''}  const paths = Map.groupBy(${hasMiddleware ? 'routes' : 'app.routes'}, ({ path }) => path.replaceAll(/:\\w+/g, ':'));
  for (const [first, ...others] of paths.values()) {
    if (first === undefined) continue;
    const methods = [first, ...others].map(({ method }) => method);
    const allowed = methods.includes('GET') ? ['HEAD', ...methods] : methods;
    const list = [...new Set(allowed)].toSorted().join(', ');
    const problem = new Problem(405, 'method_not_allowed', \`This resource answers \${list}.\`);
    app.all(first.path, () => problemAnswer(problem, { Allow: list }));
  }
}`);
}

/** `src/http/status-routes.ts`. */
export function renderStatusRoutesFile(): SourceFile {
  const file = new SourceFile(statusRoutesFile);
  file.imports.type('@millwright/harness', 'SystemExecutionHarness');
  file.imports.value('hono', 'Hono');
  file.imports.json('openapi.json', 'openApiDocument');
  file.imports.value(answerFile, 'EVERY_ANSWER');
  file.imports.value(answerFile, 'answer');
  return file.add(`
/** What operators and tools ask: is the system alive, is it ready, how busy is it, and how is it used. */
export function statusRoutes(system: SystemExecutionHarness): Hono {
  const routes = new Hono();

  routes.get('/health', () => {
    const health = system.health();
    return answer(health.status === 'healthy' ? 200 : 503, health);
  });

  routes.get('/ready', () => {
    const isReady = system.ready();
    return answer(isReady ? 200 : 503, { ready: isReady });
  });

  routes.get('/metrics', (c) =>
    c.text(system.metrics(), 200, { ...EVERY_ANSWER, 'Content-Type': 'text/plain; version=0.0.4' }),
  );

  routes.get('/openapi.json', () => answer(200, openApiDocument));

  return routes;
}`);
}
