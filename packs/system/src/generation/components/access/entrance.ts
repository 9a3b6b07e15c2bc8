import { compileExpression } from '../../../expression/compile-expression.ts';
import type { Expression, ExpressionNode } from '../../../expression/expression.ts';
import type { IdentityName, Rate } from '../../../model/access.ts';
import type { Operation } from '../../../model/operation.ts';
import { numberCode } from '../../../expression/precedence.ts';
import { fieldPath, mapChildren, variablesIn } from '../../../expression/expression-walk.ts';
import { literal } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import type { OperationPlan } from '../../plan/operation-plan.ts';
import { carriesFile, folderFile } from '../files/file-paths.ts';
import { gateFile, passwordsFile, rateLimitFile, signaturesFile } from './access-files.ts';
import { gateMethod } from '../../../model/gate-method.ts';

/** What routes are given besides the way to ask. */
export interface EntranceNeeds {
  readonly gate: boolean;
  readonly limits: boolean;
  readonly signatures: boolean;
  readonly passwordCost: boolean;
  /** The folder that files go to and come from. */
  readonly files: boolean;
}

/** What a route guards: an operation, or something else that requests ask for. */
export interface Guarded extends Pick<OperationPlan, 'name' | 'usesPasswords'> {
  readonly operation: Pick<Operation, 'access' | 'rate' | 'signature' | 'upload'> &
    Partial<Pick<Operation, 'answer'>>;
}

/** What the routes of these operations need. */
export function entranceNeeds(operations: readonly Guarded[]): EntranceNeeds {
  return {
    gate: operations.some(({ operation }) => gateMethod(operation.access) !== undefined),
    limits: operations.some(({ operation }) => operation.rate !== undefined),
    signatures: operations.some(({ operation }) => operation.signature !== undefined),
    passwordCost: operations.some(({ usesPasswords }) => usesPasswords),
    files: operations.some(({ operation }) => carriesFile(operation)),
  };
}

/** `gate, limits`: what is passed on. */
export function entranceNames(needs: EntranceNeeds): readonly string[] {
  return (['gate', 'limits', 'signatures', 'passwordCost', 'files'] as const).filter((name) => needs[name]);
}

/** `gate: Gate`, `limits: RateLimits`: as parameters. */
export function entranceParameters(needs: EntranceNeeds, file: SourceFile): readonly string[] {
  return [
    ...(needs.gate ? [`gate: ${file.imports.type(gateFile, 'Gate')}`] : []),
    ...(needs.limits ? [`limits: ${file.imports.type(rateLimitFile, 'RateLimits')}`] : []),
    ...(needs.signatures ? [`signatures: ${file.imports.type(signaturesFile, 'Signatures')}`] : []),
    ...(needs.passwordCost ? ['passwordCost: number'] : []),
    ...(needs.files ? [`files: ${file.imports.type(folderFile, 'FileFolder')}`] : []),
  ];
}

/** `const logInLimit = limits.allow(30, 60_000);` for each operation that has a limit. */
export function limitDeclarations(operations: readonly OperationPlan[]): readonly string[] {
  return operations.flatMap(({ name, operation: { rate } }) =>
    rate === undefined
      ? []
      : [`const ${name}Limit = limits.allow(${rate.limit}, ${numberCode(rate.perMs)});`],
  );
}

/** What a handler does before it asks. */
export interface Entrance {
  /** Before anything of the request is read. */
  readonly first: readonly string[];
  /** Once the body and the query are read. */
  readonly last: readonly string[];
  /** What the operation is told of who asks. */
  readonly callers: readonly string[];
  /** The question itself. */
  readonly ask: (question: string) => string;
}

export function renderEntrance(plan: Guarded, file: SourceFile, wanted: readonly string[] = []): Entrance {
  const { operation } = plan;
  const callers = operation.access?.identities.map(({ name }) => name) ?? [];
  const spend = operation.rate === undefined ? undefined : spending(plan, operation.rate);
  const gate = gateCall(plan, [...wanted, ...(spend?.reads ?? [])]);
  const spendAt = (place: Spending['place']) => (spend?.place === place ? [spend.code] : []);
  const passwords = plan.usesPasswords
    ? [`const passwords = new ${file.imports.value(passwordsFile, 'PasswordWork')}(passwordCost);`]
    : [];
  return {
    first: [...proof(operation), ...spendAt('first'), ...gate, ...spendAt('afterGate')],
    last: [...spendAt('last'), ...passwords],
    callers,
    ask: (question) => (plan.usesPasswords ? `passwords.during(() => ${question})` : question),
  };
}

function proof({ signature }: Guarded['operation']): readonly string[] {
  if (signature === undefined) return [];
  return [`await signatures.expect(c, ${literal(signature.setting)}, ${literal(signature.rule)});`];
}

function gateCall({ operation }: Guarded, wanted: readonly string[]): readonly string[] {
  const { access } = operation;
  const method = gateMethod(access);
  if (access === undefined || method === undefined) return [];
  const names = [...new Set([...access.identities.map(({ name }) => name as string), ...wanted])];
  const roles = access.roles ?? [];
  const given = [
    'c',
    ...(method === 'anybody' ? [String(access.isOpen)] : []),
    ...roles.map((role) => literal(role)),
  ];
  const isAtOnce = method === 'key' && names.includes('key');
  const call = `${isAtOnce ? '' : 'await '}gate.${method}(${given.join(', ')})`;
  return [names.length === 0 ? `${call};` : `const { ${names.join(', ')} } = ${call};`];
}

interface Spending {
  readonly code: string;
  readonly place: 'first' | 'afterGate' | 'last';
  /** What the gate must tell. */
  readonly reads: readonly string[];
}

/** Counts the request, as early as what it is counted by is known. */
function spending({ name }: Guarded, { key, callers = [] }: Rate): Spending {
  const { code, reads } = key === undefined ? callerKey(callers) : compileKey(key);
  const used = key === undefined ? new Set<string>() : variablesIn(key.node);
  const isLate = ['input', 'query', 'headers'].some((name) => used.has(name));
  return {
    code: `${name}Limit.spend(c, ${code});`,
    place: isLate ? 'last' : reads.length > 0 ? 'afterGate' : 'first',
    reads,
  };
}

/** The first that is known of those who may ask. */
function callerKey(callers: readonly IdentityName[]): Pick<Spending, 'code' | 'reads'> {
  const [only, ...others] = callers;
  if (only === undefined) return { code: 'limits.client(c)', reads: [] };
  if (others.length === 0) return { code: only === 'key' ? 'key.name' : only, reads: callers };
  const codes = callers.map((caller) => (caller === 'key' ? 'key?.name' : caller));
  return { code: [...codes, 'limits.client(c)'].join(' ?? '), reads: callers };
}

/** The key as text, from what the handler has at hand. */
function compileKey({ node }: Expression): Pick<Spending, 'code' | 'reads'> {
  const codes: Record<string, string> = { client: 'limits.client(c)', headers: 'requestHeaders' };
  const reads = new Set<string>();
  const identity = (name: IdentityName, type: ExpressionNode['type']): ExpressionNode => {
    reads.add(name);
    codes[name] = name;
    return { kind: 'variable', name, type };
  };
  const renamed = (part: ExpressionNode): ExpressionNode => {
    const [variable, field] = fieldPath(part) ?? [];
    if (variable === 'actor') return identity('actorId', part.type);
    if (variable === 'key' && field === 'id') return identity('keyId', part.type);
    if (part.kind === 'variable' && part.name === 'key') return identity('key', part.type);
    if (variable !== 'path' || field === undefined) return mapChildren(part, renamed);
    codes[`path.${field}`] = `c.req.param(${literal(field)})`;
    return { kind: 'variable', name: `path.${field}`, type: part.type };
  };
  const changed = renamed(node);
  const { code } = compileExpression({ source: '', node: changed, type: changed.type }, { variables: codes });
  return { code, reads: [...reads] };
}
