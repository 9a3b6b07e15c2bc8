import type { Finding } from '@millwright/factory';
import { Random } from '../behaviour/random.ts';
import { Rotation } from '../behaviour/rotation.ts';
import { type Answer, parseJson, type Request } from '../running/http-client.ts';
import type { RunningSystem } from '../running/start-system.ts';
import { type ApiDescription, describeApi, type DescribedOperation } from './api-description.ts';
import { curlCommand } from './curl-command.ts';
import { type Attack, attacksOn, type HostileRequest } from './hostile-requests.ts';
import { converse, holdConnections, hostileConnections } from './hostile-connections.ts';
import { judgeAnswer } from './judge-answer.ts';
import { KnownIds } from './known-ids.ts';
import { KnownTokens } from './known-tokens.ts';

/** Enough for a system of a dozen operations to meet every attack on each. */
const requestsInAll = 1_600;
const atOnce = 8;
const heldConnections = 60;
const maxFindings = 20;
/** What a system may have grown by after it all. Most of it is what the collector has not looked at yet. */
const maxGrowthBytes = 400 * 1024 * 1024;

export interface AbuseOptions {
  readonly system: RunningSystem;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
  readonly log: (line: string) => void;
}

/**
 * Abuses a running system through what its own OpenAPI document says of it: hostile requests on every operation, hostile
 * connections, clients that never finish. It must refuse what is wrong, fail at nothing, tell nothing, and work afterwards.
 */
export async function abuse(options: AbuseOptions): Promise<readonly Finding[]> {
  const { system, signal } = options;
  const description = await system.http.send({ method: 'GET', path: '/openapi.json' }, signal);
  const session = new AbuseSession(options, describeApi(parseJson(description.text)));
  const before = await session.memory();
  const release = await holdConnections(system.port, heldConnections);
  await session.sendHostileRequests();
  await session.holdHostileConversations();
  release();
  await session.lookAfterwards(before);
  return session.findings;
}

class AbuseSession {
  readonly findings: Finding[] = [];
  readonly #options: AbuseOptions;
  readonly #api: ApiDescription;
  readonly #random: Random;
  readonly #ids: KnownIds;
  readonly #tokens: KnownTokens;
  /** The operation that gives tokens. */
  #entrance: DescribedOperation | undefined;

  constructor(options: AbuseOptions, api: ApiDescription) {
    this.#options = options;
    this.#api = api;
    this.#random = new Random(options.seed);
    this.#ids = new KnownIds(this.#random);
    this.#tokens = new KnownTokens(this.#random);
  }

  async sendHostileRequests(): Promise<void> {
    const { operations } = this.#api;
    const rotations = operations.map((operation) => this.#rotation(operation));
    const left = this.#requests(rotations);
    // The first ones are ordinary, so that there are records to abuse.
    await Promise.all(Array.from({ length: atOnce }, () => this.#work(left)));
  }

  /** Plain attacks on each operation first, those that create before the others; then the rest in random order. */
  *#requests(rotations: readonly { readonly first: readonly Attack[]; readonly rest: Rotation<Attack> }[]) {
    for (const { first } of rotations) yield* first;
    const attacks = rotations.reduce((sum, { rest }) => sum + rest.size, 0);
    const total = Math.min(requestsInAll, attacks);
    for (let sent = 0; sent < total; sent++) {
      // A share for each operation by the number of attacks it leaves room for.
      let place = this.#random.integer(0, attacks - 1);
      const chosen = rotations.find(({ rest }) => {
        place -= rest.size;
        return place < 0;
      });
      const attack = chosen?.rest.next();
      if (attack !== undefined) yield attack;
      const [entrance] = this.#entrance === undefined ? [] : attacksOn(this.#entrance);
      if (entrance !== undefined && this.#tokens.pick() === undefined) yield entrance;
    }
  }

  #rotation(operation: DescribedOperation) {
    const [ordinary, ...rest] = attacksOn(operation);
    const first = ordinary === undefined ? [] : [ordinary, ordinary, ordinary];
    return { first, rest: new Rotation(rest, this.#random) };
  }

  async #work(attacks: Iterator<Attack>): Promise<void> {
    const { system, signal } = this.#options;
    for (let next = attacks.next(); next.done !== true; next = attacks.next()) {
      signal?.throwIfAborted();
      // One that hangs will hang again, and each time takes as long as an answer may.
      const isHung = this.findings.some(({ code }) => code === 'no_answer');
      if (isHung || this.findings.length >= maxFindings || !system.service.isRunning()) return;
      await this.#attack(this.#make(next.value));
    }
  }

  #make(attack: Attack): HostileRequest {
    return attack({
      api: this.#api,
      random: this.#random,
      resolve: this.#api.resolve,
      id: (hint) => this.#ids.pick(hint),
      token: () => this.#tokens.pick(),
    });
  }

  async #attack(hostile: HostileRequest): Promise<void> {
    const { system, signal, log } = this.#options;
    const { what, request, operation } = hostile;
    const answer = await system.http.send(request, signal).catch((error: unknown) => error);
    const place = `${request.method} ${request.path.slice(0, 100)} with ${what}`;
    if (!isAnswer(answer)) {
      // A server may hang up on a body that it will not read, and on headers that it cannot; that is an answer, too.
      const reason = answer instanceof Error ? answer.message : String(answer);
      log(`${place}: ${reason}`);
      if (/timeout|aborted/i.test(reason)) this.#report('no_answer', hostile, `no answer: ${reason}`);
      return;
    }
    log(`${place}: ${answer.status}`);
    if (operation !== undefined) this.#learn(operation, request, answer);
    const verdict = judgeAnswer(hostile, answer, this.#api);
    if (verdict !== undefined) {
      const came = `answered ${answer.status} ${answer.text.slice(0, 300)}; ${verdict.message}`;
      this.#report(verdict.code, hostile, came);
    }
  }

  #learn(operation: DescribedOperation, { headers }: Request, answer: Answer): void {
    if (answer.status === 401) this.#tokens.forget(headers);
    if (answer.status >= 300) return;
    this.#ids.remember(operation, answer);
    if (this.#tokens.remember(answer)) this.#entrance ??= operation;
  }

  #report(code: string, { what, request }: HostileRequest, came: string): void {
    const message = `${request.method} ${request.path.slice(0, 100)} with ${what}: ${came}\n  ${curlCommand(request)}`;
    this.findings.push({ code, severity: 'error', message });
  }

  async holdHostileConversations(): Promise<void> {
    const { system, log } = this.#options;
    await Promise.all(
      hostileConnections.map(async (connection) => {
        const text = await converse(system.port, connection);
        const wrong = connection.judge(text);
        log(`connection, ${connection.what}: ${text.split('\r\n', 1)[0] || 'hung up'}`);
        if (wrong === undefined) return;
        const bytes = JSON.stringify(connection.parts.join('')).slice(0, 400);
        const message = `A connection with ${connection.what}: ${wrong}. It sent ${bytes}.`;
        this.findings.push({ code: 'bad_connection', severity: 'error', message });
      }),
    );
  }

  /** Bytes of memory the system says it uses; not a number when it does not say. */
  async memory(): Promise<number> {
    const { system, signal } = this.#options;
    const answer = await system.http.send({ method: 'GET', path: '/metrics' }, signal);
    return Number(/^process_resident_memory_bytes(?:\{[^}]*\})? (\S+)/m.exec(answer.text)?.[1] ?? Number.NaN);
  }

  async lookAfterwards(before: number): Promise<void> {
    const { system, log } = this.#options;
    const end = (code: string, message: string) => this.findings.push({ code, severity: 'error', message });
    if (!system.service.isRunning()) {
      end('system_died', 'The system ended while it was abused.');
      return;
    }
    const health = await system.http.send({ method: 'GET', path: '/health' }).catch(() => undefined);
    if (health?.status !== 200) {
      end('unhealthy_afterwards', `After the abuse GET /health answered ${health?.status ?? 'nothing'}.`);
      return;
    }
    const plain = this.#api.operations.filter(
      ({ method, path, parameters }) =>
        method === 'GET' && !path.includes('{') && parameters.every(({ isRequired }) => !isRequired),
    );
    for (const operation of plain) {
      const request = { method: 'GET', path: operation.path };
      await this.#attack({ what: 'nothing odd, after the abuse', request, operation });
    }
    const after = await this.memory();
    log(`memory: ${toMiB(before)} MiB before, ${toMiB(after)} MiB after`);
    if (after - before > maxGrowthBytes) {
      end('memory_grew', `Its memory grew from ${toMiB(before)} to ${toMiB(after)} MiB.`);
    }
  }
}

function toMiB(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && 'status' in value && 'text' in value;
}
