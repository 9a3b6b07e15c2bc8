import { type Derivation, startDerivation } from '../../acceptance/scenarios/derivation.ts';
import { Underivable } from '../../acceptance/underivable.ts';
import { gateMethod } from '../../model/gate-method.ts';
import type { Operation } from '../../model/operation.ts';
import type { JsonValue, ScenarioStep } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { type Answer, type Request, jsonRequest, parseJson } from '../running/http-client.ts';

type RequestStep = Extract<ScenarioStep, { kind: 'request' }>;
type Headers = Readonly<Record<string, string>>;

/** Headers that let requests in: the accounts and keys behind them are made when they are first needed. */
export class Credentials {
  readonly #derivation: Derivation;
  #draft: ReturnType<Derivation['draft']>;
  readonly #send: (request: Request) => Promise<Answer>;
  readonly #saved = new Map<string, string>();
  #played = 0;

  constructor(model: SystemModel, send: (request: Request) => Promise<Answer>) {
    this.#derivation = startDerivation(model);
    this.#draft = this.#derivation.draft();
    this.#send = send;
  }

  /** A session may have ended, an account may be gone: those who act from here on are others. */
  renew(): void {
    this.#draft = this.#derivation.draft();
    this.#played = 0;
  }

  /** None where nobody looks at them; undefined where nobody can be somebody who may use the operation. */
  async headersFor({ access }: Pick<Operation, 'access'>): Promise<Headers | undefined> {
    if (access === undefined || gateMethod(access) === undefined) return {};
    try {
      const { headers } = this.#draft.actors.actorFor(access);
      await this.#playNew();
      return filled(headers, this.#saved) as Headers;
    } catch (error) {
      if (error instanceof Underivable) return undefined;
      throw error;
    }
  }

  async #playNew(): Promise<void> {
    const { steps } = this.#draft;
    for (; this.#played < steps.length; this.#played += 1) {
      const step = steps[this.#played];
      if (step?.kind === 'request') await this.#play(step);
    }
  }

  async #play({ method, path, body, headers, save = {} }: RequestStep): Promise<void> {
    const request = jsonRequest(
      method,
      filled(path, this.#saved) as string,
      body && filled(body, this.#saved),
    );
    const own = filled({ ...headers }, this.#saved) as Headers;
    const answer = await this.#send({ ...request, headers: { ...request.headers, ...own } });
    for (const [name, place] of Object.entries(save)) {
      const value = place.split('.').reduce<unknown>(memberOf, parseJson(answer.text));
      if (typeof value === 'string') this.#saved.set(name, value);
    }
  }
}

function memberOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** The value with saved values put in for their names. */
function filled(value: JsonValue, saved: ReadonlyMap<string, string>): JsonValue {
  if (typeof value === 'string')
    return value.replace(/\$\{(\w+)\}/g, (whole, name: string) => saved.get(name) ?? whole);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => filled(item as JsonValue, saved));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item, saved)]));
}
