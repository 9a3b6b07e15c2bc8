import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Accounts } from '../../model/access.ts';
import type { Step } from '../../model/operation.ts';
import type { OperationScope } from '../operation-scope.ts';
import type { StepOf, StepSurroundings } from './step-surroundings.ts';

/** `signIn: user as session`: a session of the account begins. */
export function lowerSignIn(
  step: StepOf<'signIn'>,
  path: DocumentPath,
  { scope }: StepSurroundings,
): Step | undefined {
  const place = [...path, 'signIn'];
  const accounts = accountsOf(place, scope);
  const [account = '', variable = 'session'] = step.signIn.split(/\s+as\s+/);
  const entity = scope.recordVariable(account, place);
  if (accounts === undefined || entity === undefined) {
    scope.declareBroken(variable);
    return undefined;
  }
  if (entity !== accounts.entity) {
    scope.context.problems.add({
      code: 'wrong_variable',
      path: place,
      message: `Only a ${accounts.entity} can sign in, but \`${account}\` is a ${entity}.`,
    });
  }
  const id = scope.expression(`${account}.id`, place)?.expression;
  const end = scope.expression(`now + duration('${accounts.lastsMs / 1000}s')`, place)?.expression;
  scope.declare(variable, { kind: 'object', fields: sessionFields }, place);
  if (id === undefined || end === undefined) return undefined;
  return {
    kind: 'create',
    entity: accounts.session,
    as: variable,
    fromInput: false,
    set: [
      { field: 'account', value: id },
      { field: 'expiresAt', value: end },
    ],
  };
}

const sessionFields = { token: { kind: 'text' }, expiresAt: { kind: 'datetime' } } as const;

function accountsOf(path: DocumentPath, { context }: OperationScope): Accounts | undefined {
  const accounts = context.access?.accounts;
  if (accounts === undefined) {
    context.problems.add({
      code: 'missing_key',
      path,
      message: 'There are no accounts that could sign in or out.',
      suggestion: 'Write `access: { accounts: { of: User } }` at the top.',
    });
  }
  return accounts;
}

/** The variable under which an operation that ends its session finds it. */
export const ownSession = 'ownSession';

/** `signOut: true`: the session of the request ends. */
export function lowerSignOut(
  _: StepOf<'signOut'>,
  path: DocumentPath,
  { scope }: StepSurroundings,
): Step | undefined {
  const accounts = accountsOf([...path, 'signOut'], scope);
  if (accounts === undefined) return undefined;
  const actor = scope.get('actor');
  if (actor === undefined || actor.kind === 'nullable') {
    scope.context.problems.add({
      code: 'invalid_value',
      path: [...path, 'signOut'],
      message: 'Only who is signed in can sign out.',
      suggestion: 'Open the operation to `signedIn`.',
    });
  }
  scope.markUsed(ownSession);
  return { kind: 'delete', entity: accounts.session, target: ownSession };
}
