import type { OperationDocument } from '../../blueprint/document.ts';
import type { Access, Accounts } from '../../model/access.ts';
import type { Entity } from '../../model/entity.ts';
import { variableName } from '../../naming/identifier.ts';
import { spaced } from '../../naming/letter-case.ts';
import type { NamedOperation } from '../standard-operations.ts';

/** Signing up, logging in and out, and asking who one is: in the language of written operations. */
export function writeAccountOperations(
  access: Access | undefined,
  entities: ReadonlyMap<string, Entity>,
): readonly NamedOperation[] {
  const accounts = access?.accounts;
  const entity = accounts && entities.get(accounts.entity);
  if (accounts === undefined || entity === undefined) return [];
  return [signUp(entity), logIn(accounts, entity), logOut(), me(entity)];
}

function signUp({ name }: Entity): NamedOperation {
  const account = variableName(name);
  return {
    name: 'signUp',
    document: {
      summary: `Sign up as a new ${spaced(name)}`,
      http: 'POST /sign-up',
      access: 'anyone',
      input: name,
      do: [{ create: `${name} as ${account}`, from: 'input' }, { signIn: `${account} as session` }],
      answer: { status: 201, body: sessionBody(account) },
    },
  };
}

function logIn({ login, password }: Accounts, entity: Entity): NamedOperation {
  const account = variableName(entity.name);
  const isFolded = entity.fields.find(({ name }) => name === login)?.unique?.ignoreCase === true;
  return {
    name: 'logIn',
    document: {
      summary: 'Log in',
      http: 'POST /log-in',
      access: 'anyone',
      rate: {
        limit: 30,
        per: '1m',
        key: `client + ' ' + input.${login}${isFolded ? '.lowerAscii()' : ''}`,
      },
      input: { [login]: 'text ..320', [password]: 'text ..1000' },
      do: [
        { find: `${entity.name} as ${account}`, by: { [login]: `input.${login}` } },
        {
          require: `verify(${account}.${password}, input.${password})`,
          else: `401 invalid_credentials: The ${spaced(login)} or the ${spaced(password)} is wrong`,
        },
        { signIn: `${account} as session` },
      ],
      answer: { status: 200, body: sessionBody(account) },
    },
  };
}

function sessionBody(account: string): Record<string, string> {
  return { token: 'session.token', expiresAt: 'session.expiresAt', [account]: account };
}

function logOut(): NamedOperation {
  return {
    name: 'logOut',
    document: {
      summary: 'Log out',
      http: 'POST /log-out',
      access: 'signedIn',
      do: [{ signOut: true }],
      answer: 204,
    } satisfies OperationDocument,
  };
}

function me({ name }: Entity): NamedOperation {
  return {
    name: 'me',
    document: {
      summary: 'Tell who is signed in',
      http: 'GET /me',
      access: 'signedIn',
      do: [{ load: `${name} as ${variableName(name)}`, by: 'actor.id' }],
    },
  };
}
