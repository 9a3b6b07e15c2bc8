import type { Accounts, OperationAccess } from '../../model/access.ts';
import { gateMethod } from '../../model/gate-method.ts';
import type { Operation } from '../../model/operation.ts';
import type { JsonValue, ScenarioStep } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { camelCase } from '../../naming/letter-case.ts';
import { createdPath, pathOf, requireEntity } from '../find-operation.ts';
import { sampleSettings } from '../samples/sample-settings.ts';
import type { DraftRecord } from '../scenario-draft.ts';
import { Underivable } from '../underivable.ts';
import { type Profile, profilesOf } from './profiles.ts';
import { logInOperation, signUpOperation, tokenPathOf } from './sign-in-operations.ts';

type Body = Readonly<Record<string, JsonValue>>;

/** Somebody a scenario acts as. */
export interface Actor {
  readonly profile: Profile | 'key';
  readonly headers: Readonly<Record<string, string>>;
  /** What logs the account in. */
  readonly login?: Body;
}

/** What actors need of the draft they act in. */
export interface ActorDraft {
  readonly model: SystemModel;
  readonly steps: ScenarioStep[];
  variable(name: string): string;
  /** A body that the operation accepts. */
  bodyFor(operation: Operation): Body;
}

/** Those who act in one scenario: signed up or logged in when first needed. */
export class DraftActors {
  readonly #draft: ActorDraft;
  #actors: readonly Actor[] = [];
  #isSigningIn = false;

  constructor(draft: ActorDraft) {
    this.#draft = draft;
  }

  /** The headers that let a request to the operation in; none where nobody looks at them. */
  headersFor({ access }: Pick<Operation, 'access'>): Actor['headers'] | undefined {
    if (access === undefined || gateMethod(access) === undefined) return undefined;
    if (access.isOpen) return this.#actors[0]?.headers;
    return this.actorFor(access).headers;
  }

  /** Somebody who may use an operation of this access: the first who may, or somebody new. @throws Underivable */
  actorFor(access: OperationAccess): Actor {
    return this.#actors.find((actor) => mayUse(actor, access)) ?? this.newActor(access);
  }

  /** Somebody who is nobody of those before. @throws Underivable when there is no way to one. */
  newActor(access: OperationAccess): Actor {
    const actor = access.admits.includes('account') ? this.#newAccount(access) : this.#newKey();
    this.#actors = [...this.#actors, actor];
    return actor;
  }

  /** Lets somebody who has just signed up act first, while nobody has acted yet. @throws Underivable */
  beginWithNewcomer(): void {
    if (this.#actors.length === 0) this.#actors = [this.stranger()];
  }

  /** The headers of somebody who may use an operation and is not the one who acted first. @throws Underivable */
  otherHeadersFor({ access }: Pick<Operation, 'access'>): Actor['headers'] {
    if (access === undefined) throw new Underivable('nobody is asked who he is');
    const others = this.#actors.slice(1);
    return (others.find((actor) => mayUse(actor, access)) ?? this.newActor(access)).headers;
  }

  /** Somebody who has just signed up, and to whom nothing of what is there belongs. @throws Underivable */
  stranger(): Actor {
    const { model } = this.#draft;
    const accounts = model.access?.accounts;
    const profile = profilesOf(model).find(({ kind }) => kind === 'newcomer');
    if (accounts === undefined || profile === undefined)
      throw new Underivable('nobody can sign up over HTTP');
    return { profile, ...this.#signUp(accounts) };
  }

  /** The account of who uses an operation, as a record. @throws Underivable when no request tells its id */
  account({ access }: Pick<Operation, 'access'>): DraftRecord {
    const { model } = this.#draft;
    const accounts = model.access?.accounts;
    const me = model.operations.find(
      ({ http, steps }) =>
        http.method === 'GET' &&
        http.path.every((part) => typeof part === 'string') &&
        steps.some((step) => step.kind === 'load' && step.entity === accounts?.entity),
    );
    if (
      accounts === undefined ||
      access === undefined ||
      me === undefined ||
      me.answer.body.kind !== 'variable'
    )
      throw new Underivable('no request tells who asks');
    const { headers } = this.actorFor(access);
    const variable = this.#draft.variable(`${camelCase(accounts.entity)}Id`);
    this.#draft.steps.push({
      kind: 'request',
      method: 'GET',
      path: pathOf(model, me),
      headers,
      expect: { status: me.answer.status },
      save: { [variable]: 'id' },
    });
    return { entity: requireEntity(model, accounts.entity), id: `\${${variable}}`, body: {} };
  }

  /** After so long that sessions are over, everybody logs in again. @throws Underivable */
  renew(ms: number): void {
    const accounts = this.#draft.model.access?.accounts;
    if (accounts === undefined || ms < accounts.lastsMs) return;
    this.#actors = this.#actors.map((actor) => {
      if (actor.login === undefined) return actor;
      const token = this.#logIn(accounts, actor.login);
      return { ...actor, headers: bearer(token) };
    });
  }

  /** Who signs up by this operation is the first to act, while nobody does. Returns what the request must save for it. */
  adopt(operation: Operation, login: Body): Readonly<Record<string, string>> {
    const { model } = this.#draft;
    const accounts = model.access?.accounts;
    const isSignUp = accounts !== undefined && operation === signUpOperation(model, accounts);
    const tokenPath = isSignUp ? tokenPathOf(operation, accounts) : undefined;
    const profile = profilesOf(model).find(({ kind }) => kind === 'newcomer');
    if (this.#actors.length > 0 || tokenPath === undefined || profile === undefined) return {};
    const token = this.#draft.variable('token');
    this.#actors = [{ profile, headers: bearer(token), login }];
    return { [token]: tokenPath };
  }

  #newAccount({ roles }: OperationAccess): Actor {
    const { model } = this.#draft;
    const profile = profilesOf(model).find(
      (one) => roles === undefined || one.roles.some((role) => roles.includes(role)),
    );
    const accounts = model.access?.accounts;
    if (profile === undefined || accounts === undefined) {
      throw new Underivable(`nobody can become ${roles?.join(' or ') ?? 'an account'} over HTTP`);
    }
    if (this.#isSigningIn) throw new Underivable('signing up needs somebody who is signed in');
    this.#isSigningIn = true;
    try {
      if (profile.kind === 'newcomer') return { profile, ...this.#signUp(accounts) };
      const { login } = profile;
      return { profile, headers: bearer(this.#logIn(accounts, login)), login };
    } finally {
      this.#isSigningIn = false;
    }
  }

  #signUp(accounts: Accounts): Pick<Actor, 'headers' | 'login'> {
    const { model } = this.#draft;
    const signUp = signUpOperation(model, accounts);
    if (signUp === undefined) throw new Underivable('no request of the interface makes an account');
    const body = this.#draft.bodyFor(signUp);
    const tokenPath = tokenPathOf(signUp, accounts);
    if (tokenPath !== undefined) return { headers: bearer(this.#send(signUp, body, tokenPath)), login: body };
    this.#send(signUp, body);
    return { headers: bearer(this.#logIn(accounts, body)), login: body };
  }

  /** Returns the name under which the token is saved. */
  #logIn(accounts: Accounts, known: Body): string {
    const logIn = logInOperation(this.#draft.model, accounts);
    if (logIn === undefined) throw new Underivable('no request of the interface logs somebody in');
    const own = logIn.operation.input.map(({ name }): [string, JsonValue] => {
      const value = known[name];
      if (value === undefined) throw new Underivable(`nothing is known to send as ${name} to log in`);
      return [name, value];
    });
    return this.#send(logIn.operation, Object.fromEntries(own), logIn.tokenPath);
  }

  #send(operation: Operation, body: Body, tokenPath?: string): string {
    const { model, steps } = this.#draft;
    const token = this.#draft.variable('token');
    steps.push({
      kind: 'request',
      method: operation.http.method,
      path: pathOf(model, operation),
      body,
      expect: { status: operation.answer.status },
      ...(tokenPath === undefined ? {} : { save: { [token]: tokenPath } }),
    });
    return token;
  }

  #newKey(): Actor {
    const { model } = this.#draft;
    const keys = model.access?.keys;
    if (keys === undefined) throw new Underivable('there are no keys');
    if (keys.kind === 'settings') {
      const listed = sampleSettings(model)[keys.setting];
      const [, secret = ''] = typeof listed === 'string' ? listed.split(':') : [];
      return { profile: 'key', headers: { [keys.header]: secret } };
    }
    const create = model.operations.find(
      (one) =>
        one.http.path.every((part) => typeof part === 'string') && createdPath(one, keys.entity, keys.token),
    );
    if (create === undefined) throw new Underivable('no request of the interface makes a key');
    const headers = this.headersFor(create);
    const key = this.#draft.variable(camelCase(keys.entity));
    this.#draft.steps.push({
      kind: 'request',
      method: create.http.method,
      path: pathOf(model, create),
      ...(create.input.length > 0 ? { body: this.#draft.bodyFor(create) } : {}),
      ...(headers === undefined ? {} : { headers }),
      expect: { status: create.answer.status },
      save: { [key]: createdPath(create, keys.entity, keys.token) ?? keys.token },
    });
    return { profile: 'key', headers: { [keys.header]: `\${${key}}` } };
  }
}

/** @param token the name under which it is saved */
function bearer(token: string): Actor['headers'] {
  return { Authorization: `Bearer \${${token}}` };
}

function mayUse({ profile }: Actor, { admits, roles }: OperationAccess): boolean {
  if (profile === 'key') return admits.includes('key');
  if (!admits.includes('account')) return false;
  return roles === undefined || profile.roles.some((role) => roles.includes(role));
}
