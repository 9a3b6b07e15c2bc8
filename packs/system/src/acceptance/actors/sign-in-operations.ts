import type { Accounts } from '../../model/access.ts';
import type { Operation } from '../../model/operation.ts';
import type { SystemModel } from '../../model/system.ts';

/** An operation that begins a session, and where its answer tells the token. */
export interface SignInOperation {
  readonly operation: Operation;
  /** Dotted path into the answer. */
  readonly tokenPath: string;
}

/** The operation by which anybody gets an account, and is signed in at once or not. */
export function signUpOperation(model: SystemModel, accounts: Accounts): Operation | undefined {
  return model.operations.find(
    (operation) =>
      operation.access?.isOpen === true &&
      operation.steps.some((step) => step.kind === 'create' && step.entity === accounts.entity),
  );
}

/** The operation by which who has an account signs in. */
export function logInOperation(model: SystemModel, accounts: Accounts): SignInOperation | undefined {
  const operation = model.operations.find(
    (one) =>
      one.access?.isOpen === true &&
      one.steps.some((step) => step.kind === 'create' && step.entity === accounts.session) &&
      !one.steps.some((step) => step.kind === 'create' && step.entity === accounts.entity),
  );
  const tokenPath = operation && tokenPathOf(operation, accounts);
  return operation === undefined || tokenPath === undefined ? undefined : { operation, tokenPath };
}

/** Where the answer of an operation tells the token of the session it begins. */
export function tokenPathOf({ answer, steps }: Operation, accounts: Accounts): string | undefined {
  const session = steps.find((step) => step.kind === 'create' && step.entity === accounts.session);
  if (session?.kind !== 'create' || answer.body.kind !== 'object') return undefined;
  const told = answer.body.fields.find(
    ({ value: { node } }) =>
      node.kind === 'member' &&
      node.name === 'token' &&
      node.target.kind === 'variable' &&
      node.target.name === session.as,
  );
  return told?.field;
}
