import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { AccessWordsDocument } from '../../blueprint/document/access.ts';
import type { CredentialKind } from '../../model/access.ts';
import { suggestName } from '../../naming/nearest-name.ts';
import { fieldsOf } from '../lowering-context.ts';
import type { LoweringContext } from '../lowering-context.ts';
import { rolesIn } from './lower-access.ts';

/** What the words after `access` ask for. */
export interface AccessWish {
  readonly isOpen: boolean;
  readonly admits: readonly CredentialKind[];
  /** True when any account will do, whatever its role. */
  readonly admitsAll: boolean;
  readonly isForOwner: boolean;
  readonly roles: readonly string[];
}

const open: AccessWish = { isOpen: true, admits: [], admitsAll: true, isForOwner: false, roles: [] };

/** Reads `anyone`, `owner`, `[owner, admin]`; words that mean nothing are reported. */
export function readAccessWords(
  words: AccessWordsDocument,
  path: DocumentPath,
  context: LoweringContext,
): AccessWish {
  const list = typeof words === 'string' ? [words] : words;
  const roles = rolesOf(context);
  const known = ['anyone', 'signedIn', 'owner', 'key', ...roles];
  list.forEach((word, index) => {
    const place = typeof words === 'string' ? path : [...path, index];
    if (!known.includes(word)) reportWord(word, place, known, context);
    else if (word === 'key' && context.access?.keys === undefined) reportMissing('keys', place, context);
  });
  const isOpen = list.includes('anyone');
  const admitsAll = isOpen || list.includes('signedIn');
  return {
    isOpen,
    admits: admitted(list, context),
    admitsAll,
    isForOwner: list.includes('owner') && !admitsAll,
    roles: list.filter((word) => roles.includes(word)),
  };
}

/** Accounts open what is for somebody signed in; where there are none, keys do. */
function admitted(list: readonly string[], { access }: LoweringContext): readonly CredentialKind[] {
  const isForSome = list.some((word) => word !== 'key');
  if (access?.accounts !== undefined) {
    const key = list.includes('key') ? ['key' as const] : [];
    return isForSome ? ['account', ...key] : key;
  }
  return access?.keys === undefined ? [] : ['key'];
}

/** The wish of an operation: its own words, the blueprint's default, or else that somebody is signed in. */
export function accessWishOf(
  words: AccessWordsDocument | undefined,
  path: DocumentPath,
  context: LoweringContext,
): AccessWish {
  const { access: document } = context.source.document;
  if (document === undefined) {
    if (words !== undefined && words !== 'anyone') reportMissing('access', path, context);
    return open;
  }
  if (words !== undefined) return readAccessWords(words, path, context);
  return document.default === undefined
    ? readAccessWords('signedIn', ['access'], context)
    : readAccessWords(document.default, ['access', 'default'], context);
}

function rolesOf(context: LoweringContext): readonly string[] {
  const accounts = context.access?.accounts;
  const field = accounts && fieldsOf(context, accounts.entity).find(({ name }) => name === accounts.roles);
  return field === undefined ? [] : rolesIn(field.type);
}

/** What other languages call these. */
const otherWords: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  public: 'anyone',
  everyone: 'anyone',
  all: 'anyone',
  none: 'anyone',
  anonymous: 'anyone',
  any: 'anyone',
  authenticated: 'signedIn',
  loggedIn: 'signedIn',
  signedin: 'signedIn',
  user: 'signedIn',
  users: 'signedIn',
  self: 'owner',
  author: 'owner',
  creator: 'owner',
  apiKey: 'key',
  keys: 'key',
  machine: 'key',
});

function reportWord(
  word: string,
  path: DocumentPath,
  known: readonly string[],
  context: LoweringContext,
): void {
  const other = otherWords[word];
  const hasRoles = context.access?.accounts?.roles !== undefined;
  context.problems.add({
    code: 'unknown_role',
    path,
    message: `Nobody is \`${word}\`: expected ${known.map((one) => `\`${one}\``).join(', ')}.`,
    suggestion:
      (other === undefined ? suggestName(word, known) : `Did you mean \`${other}\`?`) ??
      (hasRoles ? undefined : 'Name the field that holds the roles: `accounts: { of: User, roles: role }`.'),
  });
}

function reportMissing(what: 'access' | 'keys', path: DocumentPath, { problems }: LoweringContext): void {
  problems.add({
    code: 'missing_key',
    path,
    message:
      what === 'access'
        ? 'The blueprint does not say who may sign in.'
        : 'The blueprint does not say what a key is.',
    suggestion:
      what === 'access'
        ? 'Write `access: { accounts: { of: User } }` at the top.'
        : 'Write `access: { keys: { of: ApiKey } }`, or `keys: { from: $API_KEYS }`.',
  });
}
