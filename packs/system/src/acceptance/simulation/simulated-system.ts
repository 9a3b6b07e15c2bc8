import type { Field } from '../../model/field.ts';
import { selected, wantedFields, withoutSelection } from './selected-fields.ts';
import { bodyTypesOf, patchTypes } from '../../model/patch-types.ts';
import { headerName } from '../../model/header-name.ts';
import type { Operation } from '../../model/operation.ts';
import type { JsonValue } from '../../model/scenario.ts';
import { answerOfSource } from '../dataflow/simulated-source.ts';
import { oncePer } from '../../tracking/reads.ts';
import type { Feed } from '../../model/feed.ts';
import type { SystemModel } from '../../model/system.ts';
import { sampleSettings } from '../samples/sample-settings.ts';
import { acceptInput, type Moment } from './accept-input.ts';
import { isVersioned } from '../../model/is-versioned.ts';
import { isAccepted, isObject } from './accept-value.ts';
import { NotSimulated, type Scope, type Value } from './evaluate.ts';
import { FlowJobs } from './flow-jobs.ts';
import { eventsOf, type ToldEvent } from './happenings.ts';
import { type Headers, identifyCaller } from './identify-caller.ts';
import { type Problem, problemBody, Refused } from './problem.ts';
import { KeptAnswers } from './kept-answers.ts';
import { type OperationRun, runOperation } from './run-operation.ts';
import { seededTables } from './seeded-tables.ts';
import type { Trail } from './run-steps.ts';
import type { Tables } from './tables.ts';

export interface SimulatedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body?: JsonValue;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SimulatedAnswer {
  readonly status: number;
  readonly body?: Value;
  readonly headers: Readonly<Record<string, string>>;
  /** The operation that answered, and the step that refused. */
  readonly operation?: Operation;
  readonly refusedBy?: number;
  readonly run?: OperationRun;
  /** How far its steps came. */
  readonly trail?: Trail;
}

/**
 * A system as its model says it behaves, in memory and without HTTP: the yardstick for scenarios before there is any code.
 */
export class SimulatedSystem {
  readonly #model: SystemModel;
  readonly #config: Scope;
  readonly #answers = new KeptAnswers();
  #moment: Moment;
  #tables: Tables;
  #jobs: FlowJobs;
  /** What feeds tell, from the first event on. */
  #told: readonly ToldEvent[] = [];

  constructor(model: SystemModel, now = '2030-01-15T12:00:00.000Z') {
    this.#model = model;
    this.#moment = momentOf(now);
    this.#config = sampleSettings(model);
    this.#tables = seededTables(model, this.#config, this.#moment);
    this.#jobs = new FlowJobs(model, this.#config, this.#moment);
  }

  /** Where the clock stands, in milliseconds. */
  get now(): number {
    return Date.parse(this.#moment.now);
  }

  /** The records as they are. */
  get tables(): Tables {
    return this.#tables;
  }

  /** What has happened, from the first event on. */
  get told(): readonly ToldEvent[] {
    return this.#told;
  }

  /** Milliseconds until a flow has something to do; undefined when nothing has started it. */
  untilDue(flow: string): number | undefined {
    const due = this.#jobs.dueOf(flow);
    return due === undefined ? undefined : Date.parse(due) - this.now;
  }

  /** Moves the clock and does what becomes due, each thing at its time. @throws NotSimulated */
  advance(ms: number): void {
    const end = new Date(this.now + ms).toISOString();
    for (let runs = 0; runs < mostRuns; runs += 1) {
      const due = this.#jobs.nextDue(end);
      if (due === undefined) return this.#moveTo(end);
      if (due > this.#moment.now) this.#moveTo(due);
      this.#keep(this.#jobs.runNext(this.#tables.at(this.#moment), this.#moment));
    }
    throw new NotSimulated('flows without an end');
  }

  #moveTo(now: string): void {
    this.#moment = momentOf(now);
    this.#keep(this.#tables.at(this.#moment));
  }

  /** The tables after a transaction: what it tells is heard by flows and feeds. */
  #keep(tables: Tables): void {
    this.#tables = tables;
    for (const happening of tables.happenings) {
      for (const event of eventsOf(this.#model, happening)) {
        this.#told = [...this.#told, event];
        this.#jobs.hear(event, this.#moment);
      }
    }
  }

  /** What a crash and a restart leave. */
  restart(): void {
    if (this.#model.storage.kind !== 'memory') return;
    this.#tables = seededTables(this.#model, this.#config, this.#moment);
    this.#jobs = new FlowJobs(this.#model, this.#config, this.#moment);
    this.#told = [];
    this.#answers.forget();
  }

  /** @throws NotSimulated when the model does not decide what happens. */
  send(request: SimulatedRequest): SimulatedAnswer {
    if (request.method === 'OPTIONS') throw new NotSimulated('what browsers ask for pages of other origins');
    const [path = '', queryText = ''] = request.path.split('?');
    const matches = candidates(this.#model, path).flatMap((operation) => {
      const parameters = matchPath(this.#model, operation, path);
      return parameters ? [{ operation, parameters }] : [];
    });
    if (matches.length === 0) return this.#systemAnswer(path, request);
    const match = matches.find(({ operation }) => operation.http.method === request.method);
    if (!match) return refused({ status: 405, code: 'method_not_allowed' });
    const { operation, parameters } = match;
    const trail: Trail = { count: 0, scope: {} };
    try {
      return { ...this.#carryOut(request, operation, { path: parameters, query: queryText }, trail), trail };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return {
        ...refused(error.problem),
        operation,
        trail,
        ...(error.step === undefined ? {} : { refusedBy: error.step }),
      };
    }
  }

  /** Who listens by these headers, as conditions of feeds know them. @throws Refused as 401 or 403. */
  listener(feed: Pick<Operation, 'access'>, headers: Headers): Scope {
    const { accounts, keys } = this.#model.access ?? {};
    const surroundings = { model: this.#model, config: this.#config, moment: this.#moment };
    const caller = identifyCaller(feed, lowerCased(headers), this.#tables, surroundings);
    const record = (entity: string | undefined, id: Value = null) =>
      entity === undefined ? null : (this.#tables.find(entity, id) ?? null);
    const keyEntity = keys?.kind === 'records' ? keys.entity : undefined;
    return {
      actor: record(accounts?.entity ?? keyEntity, caller['actorId']),
      key: caller['key'] ?? record(keyEntity, caller['keyId']),
    };
  }

  /** @throws Refused */
  #carryOut(
    request: SimulatedRequest,
    operation: Operation,
    parts: { readonly path: Scope; readonly query: string },
    trail: Trail,
  ): SimulatedAnswer {
    const headers = lowerCased(request.headers ?? {});
    expectSignature(operation, headers);
    const surroundings = { model: this.#model, config: this.#config, moment: this.#moment };
    const caller = identifyCaller(operation, headers, this.#tables, surroundings);
    const path = { ...parts.path, ...readTexts(operation.path ?? [], typedParts(operation, parts.path)) };
    const given = readTexts(operation.headers ?? [], headerTexts(operation, headers));
    const texts = [...new URLSearchParams(parts.query)];
    const wanted = wantedFields(operation, texts);
    const query = readTexts(operation.query, wanted === undefined ? texts : withoutSelection(texts));
    expectPlainChange(operation, headers['content-type'], request.body);
    const input = acceptInput(operation, request.body, this.#moment);
    const carryOut = () =>
      runOperation(
        operation,
        this.#tables.at(this.#moment),
        { ...caller, input, path, query, headers: given, config: this.#config },
        this.#moment,
        headerOf(request, 'if-match'),
        trail,
      );
    const { run, isReplayed } = this.#answers.run(
      {
        operation,
        key: headers['idempotency-key'],
        caller: headers['authorization'],
        request: [request.method, request.path, input],
        now: this.now,
      },
      carryOut,
    );
    if (!isReplayed) this.#keep(run.tables);
    const answer = selected(this.#answer(operation, run), operation, wanted);
    return this.#sparing(request, isReplayed ? asReplayed(answer) : answer);
  }

  #answer(operation: Operation, run: OperationRun): SimulatedAnswer {
    const { location } = operation.answer;
    const entity = this.#model.entities.find((one) => one.name === location?.entity);
    const headers = {
      ...(run.total === undefined ? {} : { 'x-total-count': String(run.total) }),
      ...(isVersioned(this.#model, operation) && isObject(run.body)
        ? { etag: `"${run.body['version']}"` }
        : {}),
      ...(entity && run.locationId !== undefined
        ? { location: `${this.#model.http.prefix}/${entity.collection}/${run.locationId}` }
        : {}),
    };
    return {
      status: run.status,
      headers,
      operation,
      run,
      ...(run.body === undefined ? {} : { body: run.body }),
    };
  }

  /** Who has the version already gets no body. */
  #sparing(request: SimulatedRequest, answer: SimulatedAnswer): SimulatedAnswer {
    const { etag } = answer.headers;
    const known = headerOf(request, 'if-none-match');
    if (request.method !== 'GET' || etag === undefined || known !== etag) return answer;
    return { status: 304, headers: answer.headers };
  }

  #sourceAnswer(request: SimulatedRequest): SimulatedAnswer | undefined {
    return orRefused(() =>
      answerOfSource(this.#model, request, (entrance) => this.listener(entrance, request.headers ?? {})),
    );
  }

  /** Who may not listen is told so; what listeners hear is beyond one answer. @throws NotSimulated */
  #listening(feed: Feed, request: SimulatedRequest): SimulatedAnswer {
    return orRefused(() => {
      this.listener(feed, request.headers ?? {});
      throw new NotSimulated('what a feed tells');
    });
  }

  /** What is no operation: a source, or a path of the system itself. */
  #systemAnswer(path: string, request: SimulatedRequest): SimulatedAnswer {
    const answer = this.#sourceAnswer(request);
    if (answer !== undefined) return answer;
    const feed = this.#model.feeds?.find((one) => matchPath(this.#model, one, path) !== undefined);
    if (feed !== undefined && request.method === 'GET') return this.#listening(feed, request);
    if (path === '/openapi.json')
      return { status: 200, headers: {}, body: { info: { title: this.#model.title } } };
    if (['/health', '/ready', '/metrics'].includes(path)) return { status: 200, headers: {} };
    return refused({ status: 404, code: 'route_not_found' });
  }
}

/** More than this is not meant to come to an end. */
const mostRuns = 2000;

function momentOf(now: string): Moment {
  return { now, today: now.slice(0, 10) };
}

/** Requests of tests are signed unless they bring a signature of their own, and that is a wrong one. */
function expectSignature({ signature }: Operation, headers: Readonly<Record<string, string>>): void {
  if (signature === undefined) return;
  const { header, timestampHeader } = signature.rule;
  const own = [header, timestampHeader].some(
    (name) => name !== undefined && headers[name.toLowerCase()] !== undefined,
  );
  if (own) throw new Refused({ status: 401, code: 'invalid_signature' });
}

/** Of patches only those are simulated that say no more than which fields have which values. */
function expectPlainChange({ patch }: Operation, type: string | undefined, body: Value | undefined): void {
  if (patch === undefined) return;
  const isListed = bodyTypesOf(patch).includes(type ?? patchTypes.json);
  if (!isListed) throw new Refused({ status: 415, code: 'unsupported_media_type' });
  const isPlain = isObject(body) && Object.values(body).every((value) => !isObject(value));
  if (type === patchTypes['json-patch'] || (type !== undefined && !isPlain))
    throw new NotSimulated('a patch of what is inside a record');
}

function asReplayed(answer: SimulatedAnswer): SimulatedAnswer {
  return { ...answer, headers: { ...answer.headers, 'idempotency-replayed': 'true' } };
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function headerOf({ headers = {} }: SimulatedRequest, name: string): string | undefined {
  return Object.entries(headers).find(([header]) => header.toLowerCase() === name)?.[1];
}

function orRefused<T>(work: () => T): T | SimulatedAnswer {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refused) return refused(error.problem);
    throw error;
  }
}

function refused(problem: Problem): SimulatedAnswer {
  return { status: problem.status, headers: {}, body: problemBody(problem) };
}

/** Models never change, and a search sends thousands of requests. */
const routesOf = oncePer(
  ({ operations }: SystemModel): ReadonlyMap<string, readonly Operation[]> =>
    Map.groupBy(operations, ({ http }) => {
      const [first] = http.path;
      return `${typeof first === 'string' ? first : ''} ${http.path.length}`;
    }),
);

/** The operations whose paths have this many segments and begin like this one. */
function candidates(model: SystemModel, path: string): readonly Operation[] {
  const known = routesOf(model);
  const parts = path.slice(model.http.prefix.length + 1).split('/');
  return [...(known.get(`${parts[0]} ${parts.length}`) ?? []), ...(known.get(` ${parts.length}`) ?? [])];
}

function matchPath(model: SystemModel, operation: Pick<Operation, 'http'>, path: string): Scope | undefined {
  if (!path.startsWith(`${model.http.prefix}/`)) return undefined;
  const parts = path.slice(model.http.prefix.length + 1).split('/');
  if (parts.length !== operation.http.path.length) return undefined;
  const parameters: Record<string, Value> = {};
  for (const [index, segment] of operation.http.path.entries()) {
    const part = parts[index] ?? '';
    if (typeof segment !== 'string') parameters[segment.parameter] = decodeURIComponent(part);
    else if (segment !== part) return undefined;
  }
  return parameters;
}

/** The parameters of the path that are not plain text. */
function typedParts({ path = [] }: Operation, parts: Scope): readonly (readonly [string, string])[] {
  return path.map(({ name }) => [name, String(parts[name])]);
}

function headerTexts(
  { headers = [] }: Operation,
  sent: Readonly<Record<string, string>>,
): readonly (readonly [string, string])[] {
  return headers.flatMap(({ name }) => {
    const text = sent[headerName(name).toLowerCase()];
    return text === undefined ? [] : [[name, text] as const];
  });
}

/** The values of fields that arrive as text. */
function readTexts(fields: readonly Field[], texts: readonly (readonly [string, string])[]): Scope {
  const values: Record<string, Value> = {};
  for (const [name, text] of texts) {
    const field = fields.find((one) => one.name === name);
    const value = field && queryValue(field, text);
    if (!field || value === undefined || !isAccepted(field.type, value))
      throw new Refused({ status: 400, code: 'invalid_input', errors: [{ field: name }] });
    values[name] = value;
  }
  const missing = fields.filter((field) => values[field.name] === undefined);
  for (const field of missing) {
    if (field.defaultValue?.kind === 'literal') values[field.name] = field.defaultValue.value;
    else if (field.isOptional) values[field.name] = null;
    else throw new Refused({ status: 400, code: 'invalid_input', errors: [{ field: field.name }] });
  }
  return values;
}

function queryValue({ type }: Pick<Field, 'type'>, text: string): Value | undefined {
  switch (type.kind) {
    case 'list': {
      const items = text.split(',').map((item) => queryValue({ type: type.of }, item));
      return items.some((item) => item === undefined) ? undefined : (items as readonly Value[]);
    }
    case 'integer':
    case 'number':
    case 'money':
      return text.trim() === '' ? undefined : Number(text);
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    default:
      return text;
  }
}
