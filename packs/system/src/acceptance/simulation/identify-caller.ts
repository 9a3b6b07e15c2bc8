import type { Access, Accounts } from '../../model/access.ts';
import { gateMethod } from '../../model/gate-method.ts';
import type { Operation } from '../../model/operation.ts';
import type { SystemModel } from '../../model/system.ts';
import type { Moment } from './accept-input.ts';
import type { Scope, Value } from './evaluate.ts';
import { Refused } from './problem.ts';
import type { StoredRecord, Tables } from './tables.ts';

/** Headers of a request, their names in lower case. */
export type Headers = Readonly<Record<string, string>>;

/** What is known of the system besides its records. */
export interface Surroundings {
  readonly model: SystemModel;
  readonly config: Scope;
  readonly moment: Moment;
}

interface Account {
  readonly actorId: Value;
  readonly sessionId: Value;
  readonly roles: readonly Value[];
}

/** Who asks, as far as the operation looks at it. @throws Refused as 401 or 403. */
export function identifyCaller(
  { access: own }: Pick<Operation, 'access'>,
  headers: Headers,
  tables: Tables,
  { model, config, moment }: Surroundings,
): Scope {
  const method = gateMethod(own);
  const { access } = model;
  if (own === undefined || access === undefined || method === undefined) return {};
  const account = method === 'key' ? undefined : accountOf(access, headers, tables, moment);
  const holder = method === 'account' ? undefined : holderOf(access, headers, tables, config);
  expectRole(account, own.roles);
  const isNobody = account === undefined && holder === undefined;
  if (isNobody && (!own.isOpen || sendsCredentials(access, headers)))
    throw new Refused({ status: 401, code: 'unauthenticated' });
  return { ...nobody, ...holder, ...idsOf(account) };
}

const nobody = { actorId: null, sessionId: null, keyId: null, key: null };

function idsOf(account: Account | undefined): Scope {
  return account === undefined ? {} : { actorId: account.actorId, sessionId: account.sessionId };
}

function sendsCredentials(access: Access, headers: Headers): boolean {
  return headers['authorization'] !== undefined || keyOf(access, headers) !== undefined;
}

function expectRole(account: Account | undefined, wanted: readonly string[] | undefined): void {
  if (account === undefined || wanted === undefined) return;
  if (account.roles.some((role) => typeof role === 'string' && wanted.includes(role))) return;
  throw new Refused({ status: 403, code: 'forbidden' });
}

function accountOf(
  { accounts }: Access,
  headers: Headers,
  tables: Tables,
  moment: Moment,
): Account | undefined {
  const token = /^Bearer +(\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
  if (accounts === undefined || token === undefined) return undefined;
  const session = tables.all(accounts.session).find((one) => one['token'] === token);
  if (session === undefined || String(session['expiresAt']) <= moment.now) return undefined;
  const account = tables.find(accounts.entity, session['account'] ?? null);
  return account && signedIn(account, session, accounts);
}

function signedIn(account: StoredRecord, session: StoredRecord, { roles }: Accounts): Account {
  const role = roles === undefined ? null : (account[roles] ?? null);
  return {
    actorId: account['id'] ?? null,
    sessionId: session['id'] ?? null,
    roles: Array.isArray(role) ? (role as readonly Value[]) : [role],
  };
}

function keyOf({ keys }: Access, headers: Headers): string | undefined {
  return keys === undefined ? undefined : headers[keys.header.toLowerCase()];
}

function holderOf(access: Access, headers: Headers, tables: Tables, config: Scope): StoredRecord | undefined {
  const { keys, accounts } = access;
  const sent = keyOf(access, headers);
  if (keys === undefined || sent === undefined) return undefined;
  if (keys.kind === 'records') {
    const record = tables.all(keys.entity).find((one) => one[keys.token] === sent);
    return record && { [accounts === undefined ? 'actorId' : 'keyId']: record['id'] ?? null };
  }
  const [name = '', secret] = String(config[keys.setting]).split(':');
  return secret === sent ? { key: { name } } : undefined;
}
