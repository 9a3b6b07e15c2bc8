import type { ValueType } from '../../expression/expression.ts';
import { nullable } from '../../expression/value-type.ts';
import type { CredentialKind, IdentityName, OperationAccess } from '../../model/access.ts';
import type { Expression } from '../../expression/expression.ts';
import type { Step } from '../../model/operation.ts';
import type { LoweringContext } from '../lowering-context.ts';
import { ownSession } from '../steps/lower-sign-in.ts';
import type { AccessWish } from './access-words.ts';

/** The entity whose records `actor` stands for. */
export function actorEntity({ access }: Pick<LoweringContext, 'access'>): string | undefined {
  if (access?.accounts !== undefined) return access.accounts.entity;
  return access?.keys?.kind === 'records' ? access.keys.entity : undefined;
}

/** Variables that tell who asks: `actor`, and `key` where there are accounts and keys. */
export function identityVariables(wish: AccessWish, context: LoweringContext): Record<string, ValueType> {
  const entity = actorEntity(context);
  const isKey = context.access?.accounts === undefined;
  const actor = entity === undefined ? undefined : ({ kind: 'record', entity } as const);
  const key = isKey && entity !== undefined ? undefined : keyType(context);
  return {
    ...identityVariable('actor', actor, isKey ? 'key' : 'account', wish),
    ...identityVariable('key', key, 'key', wish),
  };
}

/** A variable that is null where other credentials, or none, are accepted too. */
function identityVariable(
  name: string,
  type: ValueType | undefined,
  kind: CredentialKind,
  { admits, isOpen }: AccessWish,
): Record<string, ValueType> {
  if (type === undefined || !admits.includes(kind)) return {};
  const isCertain = !isOpen && admits.length === 1;
  return { [name]: isCertain ? type : nullable(type) };
}

function keyType({ access }: LoweringContext): ValueType | undefined {
  const keys = access?.keys;
  if (keys === undefined) return undefined;
  if (keys.kind === 'records') return { kind: 'record', entity: keys.entity };
  return { kind: 'object', fields: { name: { kind: 'text' } } };
}

/** How an operation learns who asks: what it is given, and the steps that read the rest. */
export interface IdentitySteps {
  readonly identities: OperationAccess['identities'];
  readonly steps: readonly Step[];
}

/** Only what the expressions of the operation use is read. */
export function identitySteps(
  wish: AccessWish,
  uses: (variable: string) => boolean,
  context: LoweringContext,
): IdentitySteps {
  const variables = identityVariables(wish, context);
  const used = Object.entries(variables).filter(([name]) => uses(name));
  const steps = used.flatMap(([name, type]): Step[] => {
    const record = type.kind === 'nullable' ? type.of : type;
    if (record.kind !== 'record') return [];
    return [readStep(name, record.entity, `${name}Id`, type.kind === 'nullable')];
  });
  const identities = used.map(([name, type]) => ({
    name: identityName(name, type),
    isOptional: type.kind === 'nullable',
  }));
  const session = context.access?.accounts?.session;
  if (session === undefined || !uses(ownSession)) return { identities, steps };
  return {
    identities: [...identities, { name: 'sessionId', isOptional: false }],
    steps: [...steps, readStep(ownSession, session, 'sessionId', false)],
  };
}

function identityName(variable: string, type: ValueType): IdentityName {
  if (variable === 'actor') return 'actorId';
  const present = type.kind === 'nullable' ? type.of : type;
  return present.kind === 'record' ? 'keyId' : 'key';
}

export const unauthenticated = {
  status: 401,
  code: 'unauthenticated',
  message: 'Sign in first',
} as const;

function readStep(variable: string, entity: string, name: string, isOptional: boolean): Step {
  const reference: ValueType = { kind: 'reference', entity };
  const type = isOptional ? nullable(reference) : reference;
  const value: Expression = { source: name, node: { kind: 'variable', name, type }, type };
  const by = { kind: 'id', value } as const;
  if (isOptional) return { kind: 'find', entity, as: variable, by };
  return { kind: 'load', entity, as: variable, by, missing: unauthenticated };
}
