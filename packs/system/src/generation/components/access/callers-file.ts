import { guardedParts } from '../../../model/feed.ts';
import type { Access, Accounts } from '../../../model/access.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { tablesFile } from '../store/tables-file.ts';
import { callersFile, tokensFile } from './access-files.ts';

/** `src/domain/callers.ts`: finds who credentials belong to. Undefined when no record is behind them. */
export function renderCallersFile(
  access: Access,
  system: SystemPlan,
  usage: StorageUsage,
): SourceFile | undefined {
  const hasKeys = access.keys?.kind === 'records';
  if (access.accounts === undefined && !hasKeys) return undefined;
  const file = new SourceFile(callersFile);
  file.imports.type(tablesFile, 'Tables');
  file.imports.value(tokensFile, 'tokenHash');
  usage.method('findBy');
  if (access.accounts !== undefined) addAccount(access.accounts, file, system, usage);
  if (access.keys?.kind === 'records') {
    const { async, await: wait, promise } = system.asynchrony;
    const { table } = system.entity(access.keys.entity);
    file.add(`
/** A machine that sent a key the system knows. */
export interface KeyHolder {
  readonly ${keyIdentity(access)}: string;
}

export ${async}function findKeyHolder(tables: Tables, key: string): ${promise('KeyHolder | undefined')} {
  const holder = ${wait}tables.${table}.findBy({ ${access.keys.token}: tokenHash(key) });
  return holder && { ${keyIdentity(access)}: holder.id };
}`);
  }
  return file;
}

function addAccount(accounts: Accounts, file: SourceFile, system: SystemPlan, usage: StorageUsage): void {
  const { async, await: wait, promise } = system.asynchrony;
  usage.hasNow = true;
  const account = system.entity(accounts.entity);
  const sessions = system.entity(accounts.session).table;
  const roles = rolesType(accounts, system);
  if (roles !== undefined) usage.method('find');
  const type = roles && file.imports.type(account.file, roles.type);
  file.add(`
/** An account that is signed in, and the session by which it is. */
export interface SignedIn {
  readonly actorId: string;
  readonly sessionId: string;${type === undefined ? '' : `\n  readonly roles: readonly ${type}[];`}
}`);
  const found =
    roles === undefined
      ? 'return { actorId: session.account, sessionId: session.id };'
      : `const { ${accounts.roles} } = (${wait}tables.${account.table}.find(session.account)) ?? {};
  return ${accounts.roles} && { actorId: session.account, sessionId: session.id, roles: ${roles.isList ? accounts.roles : `[${accounts.roles}]`} };`;
  file.add(`
export ${async}function findSignedIn(tables: Tables, token: string): ${promise('SignedIn | undefined')} {
  const session = ${wait}tables.${sessions}.findBy({ token: tokenHash(token) });
  if (session === undefined || session.expiresAt <= tables.now) return undefined;
  ${found}
}`);
}

/** What the id of a key is called: that of the actor where there are no accounts. */
export function keyIdentity({ accounts }: Access): 'actorId' | 'keyId' {
  return accounts === undefined ? 'actorId' : 'keyId';
}

/** The enumeration of the roles that operations ask for; undefined while none does. */
export function rolesType(
  accounts: Accounts,
  system: SystemPlan,
): { readonly type: string; readonly isList: boolean } | undefined {
  const isAsked = guardedParts(system.model).some(({ access }) => access?.roles !== undefined);
  if (accounts.roles === undefined || !isAsked) return undefined;
  const account = system.entity(accounts.entity);
  const field = account.entity.fields.find(({ name }) => name === accounts.roles);
  const type = account.enums.get(accounts.roles)?.type;
  return type === undefined ? undefined : { type, isList: field?.type.kind === 'list' };
}
