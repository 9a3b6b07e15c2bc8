import { guardedParts } from '../../../model/feed.ts';
import type { Access, Accounts, Keys } from '../../../model/access.ts';
import { type GateMethod, gateMethod } from '../../../model/gate-method.ts';
import { lines, paragraphs } from '../../code/blocks.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { problemFile } from '../domain/refusal.ts';
import { storeFile } from '../store/store-file.ts';
import { callersFile, gateFile, tokensFile } from './access-files.ts';
import { keyIdentity, rolesType } from './callers-file.ts';

/** What the gate of a system must know. */
interface GatePlan {
  readonly access: Access;
  readonly system: SystemPlan;
  readonly file: SourceFile;
  readonly methods: ReadonlySet<GateMethod>;
  /** Accounts and keys, where some method looks at them. */
  readonly accounts: Accounts | undefined;
  readonly keys: Keys | undefined;
  /** The type of the roles that a method asks for. */
  readonly roles: (method: GateMethod) => string | undefined;
}

/** `src/http/gate.ts`: lets requests in whose credentials are good enough. Undefined when every operation is open. */
export function renderGateFile(access: Access, system: SystemPlan): SourceFile | undefined {
  const plan = planGate(access, system);
  const { methods, file } = plan;
  if (methods.size === 0) return undefined;
  file.imports.type('hono', 'Context');
  file.imports.value(problemFile, 'Problem');
  addDeclarations(plan);
  file.add(`
/** Lets requests in whose credentials are good enough. */
export class Gate {
${paragraphs(
  renderHead(plan),
  methods.has('account') && renderAccount(plan),
  methods.has('key') && renderKey(plan),
  methods.has('anybody') && renderAnybody(plan),
  plan.accounts !== undefined && renderFindAccount(file),
  plan.keys !== undefined && renderFindKey(plan.keys, file),
)}
}`);
  const roles = plan.roles('account') ?? plan.roles('anybody');
  if (roles !== undefined) file.add(expectRole(roles, file));
  return file.add(`
function unauthenticated(): Problem {
  return new Problem(401, 'unauthenticated', ${literal(hint(access))});
}`);
}

function planGate(access: Access, system: SystemPlan): GatePlan {
  const operations = guardedParts(system.model);
  const methods = new Set(operations.flatMap((operation) => gateMethod(operation.access) ?? []));
  const file = new SourceFile(gateFile);
  return {
    access,
    system,
    file,
    methods,
    accounts: methods.has('account') || methods.has('anybody') ? access.accounts : undefined,
    keys: methods.has('key') || methods.has('anybody') ? access.keys : undefined,
    roles: (method) => roleType(method, access, system, file),
  };
}

/** The type of roles, where an operation that is entered this way asks for some. */
function roleType(
  method: GateMethod,
  { accounts }: Access,
  system: SystemPlan,
  file: SourceFile,
): string | undefined {
  const isAsked = guardedParts(system.model).some(
    ({ access }) => access?.roles !== undefined && gateMethod(access) === method,
  );
  const roles = accounts === undefined || !isAsked ? undefined : rolesType(accounts, system);
  if (roles === undefined || accounts === undefined) return undefined;
  return file.imports.type(system.entity(accounts.entity).file, roles.type);
}

function addDeclarations({ file, accounts, keys }: GatePlan): void {
  if (accounts !== undefined || keys?.kind === 'records') file.imports.type(storeFile, 'Transaction');
  if (keys?.kind === 'settings') file.add(namedKey);
  if (keys?.kind === 'records') file.imports.type(callersFile, 'KeyHolder');
  if (accounts !== undefined) file.add('const BEARER = /^Bearer +([\\w~+/.-]+=*)$/i;');
  if (keys !== undefined) file.add(`const KEY_HEADER = ${literal(keys.header)};`);
}

const namedKey = `
/** A machine that sent one of the keys of the configuration. */
export interface NamedKey {
  readonly key: { readonly name: string };
}`;

function expectRole(type: string, file: SourceFile): string {
  const signedIn = file.imports.type(callersFile, 'SignedIn');
  return `
function expectRole(account: ${signedIn}, roles: readonly ${type}[]): void {
  if (roles.length === 0 || roles.some((role) => account.roles.includes(role))) return;
  throw new Problem(403, 'forbidden', 'This account may not do that.');
}`;
}

function hint({ accounts, keys }: Access): string {
  const ways = [
    ...(accounts === undefined ? [] : ['a token of a session that still lasts in the header Authorization']),
    ...(keys === undefined ? [] : [`a valid key in the header ${keys.header}`]),
  ];
  return `Send ${ways.join(', or ')}.`;
}

function renderHead({ accounts, keys, file }: GatePlan): string {
  const store = {
    field: '  readonly #run: (transaction: Transaction) => Promise<unknown>;',
    parameter: 'run: (transaction: Transaction) => Promise<unknown>',
    setting: '    this.#run = run;',
  };
  const names = {
    field: '  /** Names of the keys, by hash. */\n  readonly #keyNames: ReadonlyMap<string, string>;',
    parameter: 'keys: Readonly<Record<string, string>>',
    setting:
      '    this.#keyNames = new Map(Object.entries(keys).map(([name, key]) => [tokenHash(key), name]));',
  };
  if (keys?.kind === 'settings') file.imports.value(tokensFile, 'tokenHash');
  const parts = [
    ...(accounts !== undefined || keys?.kind === 'records' ? [store] : []),
    ...(keys?.kind === 'settings' ? [names] : []),
  ];
  return `${parts.map(({ field }) => field).join('\n')}

  constructor(${parts.map(({ parameter }) => parameter).join(', ')}) {
${parts.map(({ setting }) => setting).join('\n')}
  }`;
}

function renderAccount({ file, roles }: GatePlan): string {
  const signedIn = file.imports.type(callersFile, 'SignedIn');
  const type = roles('account');
  const what = type === undefined ? '' : ', with 403 when the account has none of the roles';
  const parameter = type === undefined ? '' : `, ...roles: readonly ${type}[]`;
  return `  /** Who is signed in. Refuses with 401 when nobody is${what}. */
  async account(c: Context${parameter}): Promise<${signedIn}> {
    const account = await this.#findAccount(c);
    if (account === undefined) throw unauthenticated();
${type === undefined ? '' : '    expectRole(account, roles);\n'}    return account;
  }`;
}

function keyType({ kind }: Keys): string {
  return kind === 'settings' ? 'NamedKey' : 'KeyHolder';
}

function renderKey({ keys }: GatePlan): string {
  if (keys === undefined) return '';
  const isStored = keys.kind === 'records';
  const type = keyType(keys);
  return `  /** The machine whose key is sent. Refuses with 401 when none is known. */
  ${isStored ? 'async ' : ''}key(c: Context): ${isStored ? `Promise<${type}>` : type} {
    const holder = ${isStored ? 'await ' : ''}this.#findKey(c);
    if (holder === undefined) throw unauthenticated();
    return holder;
  }`;
}

/** Names and types of what any credentials may stand for. */
function identities(access: Access): readonly (readonly [name: string, type: string])[] {
  const { accounts, keys } = access;
  return [
    ...(accounts === undefined ? [] : [['actorId', 'string'] as const, ['sessionId', 'string'] as const]),
    ...(keys?.kind === 'records' ? [[keyIdentity(access), 'string'] as const] : []),
    ...(keys?.kind === 'settings' ? [['key', "NamedKey['key']"] as const] : []),
  ];
}

function renderAnybody(plan: GatePlan): string {
  const { access, file, accounts, keys, roles } = plan;
  const all = identities(access);
  file.add(`
/** Who asks, with or without credentials. */
export interface Caller {
${all.map(([name, type]) => `  readonly ${name}: ${type} | null;`).join('\n')}
}

const NOBODY: Caller = { ${all.map(([name]) => `${name}: null`).join(', ')} };`);
  const type = roles('anybody');
  const sent = [
    ...(accounts === undefined ? [] : ["c.req.header('authorization')"]),
    ...(keys === undefined ? [] : ['c.req.header(KEY_HEADER)']),
  ];
  const parameter = type === undefined ? '' : `, ...roles: readonly ${type}[]`;
  return `  /** Whoever asks. Refuses with 401 when credentials are sent and wrong, or needed and not sent. */
  async anybody(c: Context, isOpen: boolean${parameter}): Promise<Caller> {
${lines(
  accounts !== undefined && asAccount(type !== undefined),
  keys !== undefined && asKey(keys),
  `    if (!isOpen || ${sent.map((header) => `${header} !== undefined`).join(' || ')}) throw unauthenticated();`,
)}
    return NOBODY;
  }`;
}

function asAccount(hasRoles: boolean): string {
  return `    const account = await this.#findAccount(c);
    if (account !== undefined) {
${hasRoles ? '      expectRole(account, roles);\n' : ''}      return { ...NOBODY, actorId: account.actorId, sessionId: account.sessionId };
    }`;
}

function asKey({ kind }: Keys): string {
  return `    const holder = ${kind === 'records' ? 'await ' : ''}this.#findKey(c);
    if (holder !== undefined) return { ...NOBODY, ...holder };`;
}

function renderFindAccount(file: SourceFile): string {
  const find = file.imports.value(callersFile, 'findSignedIn');
  const type = file.imports.type(callersFile, 'SignedIn');
  return `  async #findAccount(c: Context): Promise<${type} | undefined> {
    const token = BEARER.exec(c.req.header('authorization') ?? '')?.[1];
    if (token === undefined) return undefined;
    return (await this.#run((tables) => ${find}(tables, token))) as ${type} | undefined;
  }`;
}

function renderFindKey(keys: Keys, file: SourceFile): string {
  const type = keyType(keys);
  if (keys.kind === 'settings') {
    return `  #findKey(c: Context): ${type} | undefined {
    const name = this.#keyNames.get(tokenHash(c.req.header(KEY_HEADER) ?? ''));
    return name === undefined ? undefined : { key: { name } };
  }`;
  }
  const find = file.imports.value(callersFile, 'findKeyHolder');
  return `  async #findKey(c: Context): Promise<${type} | undefined> {
    const key = c.req.header(KEY_HEADER);
    if (key === undefined) return undefined;
    return (await this.#run((tables) => ${find}(tables, key))) as ${type} | undefined;
  }`;
}

/** What `WWW-Authenticate` names: the credentials that are asked for. */
export function challengeOf({ accounts, keys }: Access): string {
  return [
    ...(accounts === undefined ? [] : ['Bearer']),
    ...(keys === undefined ? [] : [`ApiKey header="${keys.header}"`]),
  ].join(', ');
}
