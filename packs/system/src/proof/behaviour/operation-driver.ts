import { randomUUID } from 'node:crypto';
import type { Finding } from '@millwright/factory';
import { bodySent, bodyType } from '../../acceptance/samples/body-sent.ts';
import type { Operation } from '../../model/operation.ts';
import type { JsonValue } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { type Answer, type Request, jsonRequest, parseJson } from '../running/http-client.ts';
import { standardOperation } from '../../acceptance/find-operation.ts';
import { type Address, addressOf } from './address.ts';
import { Credentials } from './credentials.ts';
import { problemWith, unmetExpectation } from './expectation.ts';
import { type Breakage, breakagesOf } from './invalid-body.ts';
import { deletedBy } from './deleted-by.ts';
import { inOrderOfNeed } from './order-of-need.ts';
import { invalidQuery, validHeaders, validQuery } from './query.ts';
import { problemWithNewRecord } from './new-record.ts';
import type { Random } from './random.ts';
import { Records } from './records.ts';
import { Rotation } from './rotation.ts';
import { type ValueSource, validObject } from './valid-value.ts';

export interface DriverOptions {
  readonly model: SystemModel;
  readonly random: Random;
  readonly send: (request: Request) => Promise<Answer>;
  readonly log: (line: string) => void;
}

/** How often a record is deleted when a delete operation is visited: most must live on for the others. */
const deleteShare = 0.3;
const brokenBodiesPerVisit = 6;
const strangePathShare = 0.2;
const nobody = '00000000-0000-4000-8000-000000000000';

/** Makes requests for operations, valid and invalid ones at each visit, and judges the answers. */
export class OperationDriver {
  /** In an order in which what is referred to is created first. */
  readonly operations: readonly Operation[];
  readonly findings: Finding[] = [];
  requests = 0;
  readonly #options: DriverOptions;
  readonly #records = new Records();
  readonly #breakages: ReadonlyMap<Operation, Rotation<Breakage>>;
  readonly #source: ValueSource;
  readonly #credentials: Credentials;

  constructor(options: DriverOptions) {
    const { model, random } = options;
    this.#options = options;
    // Files are no JSON: what takes them has tests of its own.
    this.operations = inOrderOfNeed(model).filter(({ upload }) => upload === undefined);
    this.#breakages = new Map(
      this.operations.map((operation) => [operation, new Rotation(breakagesOf(operation), random)]),
    );
    this.#credentials = new Credentials(model, options.send);
    this.#source = { random, reference: (entity) => this.#records.pick(entity, random) };
  }

  /** `rounds` is how many visits there will be: within them, every way to break the input comes up if it can. */
  async visit(operation: Operation, rounds: number): Promise<void> {
    await this.#tryValid(operation);
    await this.#tryInvalidQuery(operation);
    const breakages = this.#breakages.get(operation);
    const wanted = Math.ceil((breakages?.size ?? 0) / rounds);
    for (let count = 0; count < Math.min(wanted, brokenBodiesPerVisit); count++) {
      const breakage = breakages?.next();
      if (breakage) await this.#tryInvalidBody(operation, breakage);
    }
  }

  async #tryValid(operation: Operation): Promise<void> {
    const { random } = this.#options;
    const isDelete = operation.http.method === 'DELETE';
    const isStrange = random.chance(isDelete ? 1 - deleteShare : strangePathShare);
    const address = this.#address(operation, isStrange);
    const body = operation.input.length > 0 ? this.#validBody(operation) : undefined;
    if (operation.input.length > 0 && body === undefined) return this.#trySomebodyUnknown(operation, address);
    const answer = await this.#send(operation, address.path + validQuery(operation, this.#source), body);
    if (!answer) return;
    const expected = unmetExpectation(operation, address, answer, this.#options.model.entities);
    if (expected) this.#report('valid_input_refused', operation, answer, `expected ${expected}`, body);
    else if (answer.status < 300) await this.#followUp(operation, answer, address, body);
  }

  /** Where no record is known that the input must refer to, an id of nobody shows that the request is taken and refused. */
  async #trySomebodyUnknown(operation: Operation, { path }: Address): Promise<void> {
    const body = validObject(operation.input, { ...this.#source, reference: () => nobody });
    if (body === undefined) return this.#options.log(`${operation.name}: no valid input could be made`);
    await this.#send(operation, path + validQuery(operation, this.#source), body);
  }

  async #followUp(
    operation: Operation,
    answer: Answer,
    address: Address,
    body: Record<string, JsonValue> | undefined,
  ): Promise<void> {
    this.#remember(operation, answer, address.ids);
    const { model, send } = this.#options;
    const location = operation.answer.location?.entity;
    const read = location === undefined ? undefined : standardOperation(model, location, 'read');
    const headers = read === undefined ? {} : await this.#credentials.headersFor(read);
    const problem = await problemWithNewRecord({ operation, body, answer }, model, (request) =>
      send({ ...request, headers: { ...request.headers, ...headers } }),
    );
    if (problem) this.#report(problem.code, operation, answer, problem.message, body);
  }

  async #tryInvalidBody(operation: Operation, breakage: Breakage): Promise<void> {
    const valid = this.#validBody(operation);
    if (!valid) return;
    const { body, why } = breakage(valid);
    const answer = await this.#send(operation, this.#address(operation, false).path, body);
    if (answer && answer.status < 400) {
      this.#report('invalid_input_accepted', operation, answer, `expected 4xx: ${why}`, body);
    }
  }

  async #tryInvalidQuery(operation: Operation): Promise<void> {
    const body = operation.input.length > 0 ? this.#validBody(operation) : undefined;
    const query = invalidQuery(operation, this.#options.random);
    const answer = await this.#send(operation, this.#address(operation, false).path + query, body);
    if (answer && answer.status < 400) {
      this.#report('invalid_input_accepted', operation, answer, `expected 4xx: the query is ${query}`, body);
    }
  }

  async #send(operation: Operation, path: string, body: JsonValue | undefined): Promise<Answer | undefined> {
    const { log } = this.#options;
    const { method } = operation.http;
    this.requests++;
    try {
      const plain = jsonRequest(method, path, body === undefined ? undefined : bodySent(operation, body));
      const own = validHeaders(operation, this.#source);
      const type = bodyType(operation, body);
      const request = {
        ...plain,
        headers: { ...plain.headers, ...type, ...own, ...conditionsOf(operation) },
      };
      const answer = await this.#sendAs(operation, request);
      if (answer === undefined) return undefined;
      log(`${method} ${path} ${shortened(body)} → ${answer.status}`);
      const problem = problemWith(operation, answer, this.#options.model.entities);
      if (problem)
        this.#report(
          answer.status >= 500 ? 'server_error' : 'not_a_problem',
          operation,
          answer,
          problem,
          body,
        );
      return problem ? undefined : answer;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log(`${method} ${path} ${shortened(body)} → no answer: ${reason}`);
      const message = `${operation.name}: ${method} ${path} got no answer: ${reason}; body ${shortened(body)}`;
      this.findings.push({ code: 'no_answer', severity: 'error', message });
      return undefined;
    }
  }

  /** Sends a request as somebody who may; undefined when there can be nobody. A session that has ended is followed by another. */
  async #sendAs(operation: Operation, request: Request): Promise<Answer | undefined> {
    const attempt = async (): Promise<Answer | undefined> => {
      const headers = await this.#credentials.headersFor(operation);
      if (headers === undefined) return undefined;
      return this.#options.send({ ...request, headers: { ...request.headers, ...headers } });
    };
    const answer = await attempt();
    if (answer?.status !== 401 || !answer.text.includes('"unauthenticated"')) return answer;
    this.#credentials.renew();
    return attempt();
  }

  #validBody(operation: Operation): Record<string, JsonValue> | undefined {
    return validObject(operation.input, this.#source);
  }

  #address(operation: Operation, isStrange: boolean): Address {
    return addressOf(operation, isStrange, { ...this.#options, records: this.#records });
  }

  #remember(operation: Operation, answer: Answer, ids: ReadonlyMap<string, string>): void {
    for (const entity of deletedBy(operation, this.#options.model)) {
      const isOne = operation.steps.some((step) => step.kind === 'delete' && step.entity === entity);
      const id = isOne ? ids.get(entity) : undefined;
      if (id === undefined) this.#records.forgetAll(entity);
      else this.#records.forget(entity, id);
    }
    const { location } = operation.answer;
    if (!location) return;
    const record = parseJson(answer.text) as { id?: unknown } | undefined;
    if (typeof record?.id === 'string') this.#records.add(location.entity, record.id);
  }

  #report(
    code: string,
    operation: Operation,
    answer: Answer,
    what: string,
    body: JsonValue | undefined,
  ): void {
    const message = `${operation.name}: answered ${answer.status}; ${what}; body ${shortened(body)}; answer ${answer.text.slice(0, 300)}`;
    this.findings.push({ code, severity: 'error', message });
  }
}

function shortened(body: JsonValue | undefined): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

/** What an operation insists on: any version, and a key that no other request has. */
function conditionsOf({ precondition, idempotency }: Operation): Readonly<Record<string, string>> {
  return {
    ...(precondition?.isRequired ? { 'if-match': '*' } : {}),
    ...(idempotency?.isRequired ? { 'idempotency-key': randomUUID() } : {}),
  };
}
