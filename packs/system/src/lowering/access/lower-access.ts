import type { AccessDocument } from '../../blueprint/document/access.ts';
import type { Access, Accounts, Keys } from '../../model/access.ts';
import type { Entity } from '../../model/entity.ts';
import type { Field } from '../../model/field.ts';
import { suggestName } from '../../naming/nearest-name.ts';
import { addInternalEntity } from '../internal-entities.ts';
import type { LoweringContext } from '../lowering-context.ts';
import { spanMs } from './span.ts';

const standardHeader = 'X-Api-Key';
const standardSpan = '12h';

/** Checks what a blueprint says of accounts and keys; undefined when it says nothing. */
export function lowerAccess(
  document: AccessDocument | undefined,
  context: Omit<LoweringContext, 'access'>,
): Access | undefined {
  if (document === undefined) return undefined;
  if (document.accounts === undefined && document.keys === undefined) {
    context.problems.add({
      code: 'missing_key',
      path: ['access'],
      message: 'Access needs `accounts`, `keys`, or both.',
      suggestion: 'Write `accounts: { of: User }`.',
    });
  }
  const accounts = lowerAccounts(document.accounts, context);
  const keys = lowerKeys(document.keys, context);
  return { ...(accounts === undefined ? {} : { accounts }), ...(keys === undefined ? {} : { keys }) };
}

function lowerAccounts(
  document: AccessDocument['accounts'],
  context: Omit<LoweringContext, 'access'>,
): Accounts | undefined {
  if (document === undefined) return undefined;
  const path = ['access', 'accounts'];
  const entity = entityOf(document.of, [...path, 'of'], context);
  if (entity === undefined) return undefined;
  const login = loginOf(entity, document.login, [...path, 'login'], context);
  const password = secretField(entity, 'password', [...path, 'of'], context);
  const roles = rolesOf(entity, document.roles, [...path, 'roles'], context);
  if (login === undefined || password === undefined) return undefined;
  return {
    entity: entity.name,
    login: login.name,
    password: password.name,
    ...(roles === undefined ? {} : { roles: roles.name }),
    session: addSession(entity, context).name,
    lastsMs: spanMs(document.lasts ?? standardSpan),
  };
}

function lowerKeys(
  document: AccessDocument['keys'],
  context: Omit<LoweringContext, 'access'>,
): Keys | undefined {
  if (document === undefined) return undefined;
  const header = document.header ?? standardHeader;
  if ('from' in document) return settingKeys(document.from, header, context);
  const path = ['access', 'keys', 'of'];
  const entity = entityOf(document.of, path, context);
  const token = entity && secretField(entity, 'token', path, context);
  return token && entity && { kind: 'records', entity: entity.name, token: token.name, header };
}

function settingKeys(
  from: string,
  header: string,
  { config, problems }: Omit<LoweringContext, 'access'>,
): Keys | undefined {
  const setting = from.slice('config.'.length);
  const isText = config.some(({ name, type }) => name === setting && type.kind === 'text');
  if (isText) return { kind: 'settings', setting, header };
  problems.add({
    code: 'unknown_name',
    path: ['access', 'keys', 'from'],
    message: `The configuration has no text \`${setting}\`.`,
    suggestion:
      suggestName(
        setting,
        config.map(({ name }) => name),
      ) ?? `Write \`config: { ${setting}: secret }\` at the top.`,
  });
  return undefined;
}

type Path = readonly (string | number)[];
type Surroundings = Pick<LoweringContext, 'entities' | 'problems'>;

function entityOf(name: string, path: Path, { entities, problems }: Surroundings): Entity | undefined {
  const entity = entities.get(name);
  if (entity === undefined) {
    problems.add({
      code: 'unknown_entity',
      path,
      message: `There is no entity \`${name}\`.`,
      suggestion: suggestName(name, entities.keys()) ?? 'Define it under `entities`.',
    });
  }
  return entity;
}

/** The field that tells accounts apart: as named, or the only unique one. */
function loginOf(
  entity: Entity,
  named: string | undefined,
  path: Path,
  { problems }: Surroundings,
): Field | undefined {
  const unique = entity.fields.filter(isLogin);
  const names = unique.map(({ name }) => name);
  if (named !== undefined) {
    const found = unique.find(({ name }) => name === named);
    if (found !== undefined) return found;
    problems.add({
      code: 'unknown_field',
      path,
      message: `${entity.name} has no unique text \`${named}\`.`,
      suggestion: suggestName(named, names) ?? 'Write `email: email unique ignoring case`.',
    });
    return undefined;
  }
  if (unique.length === 1) return unique[0];
  problems.add({
    code: 'missing_key',
    path: path.slice(0, -1),
    message: `${entity.name} has ${unique.length === 0 ? 'no unique text' : 'several unique texts'} by which an account could be found.`,
    suggestion:
      unique.length === 0
        ? 'Write `email: email unique ignoring case`.'
        : `Name one: \`login: ${names[0]}\`.`,
  });
  return undefined;
}

function isLogin({ unique, type }: Field): boolean {
  return unique !== undefined && type.kind === 'text' && type.secret === undefined;
}

/** The field of type `password` or `token` that an entity must have, and has once. */
function secretField(
  entity: Entity,
  secret: 'password' | 'token',
  path: Path,
  { problems }: Surroundings,
): Field | undefined {
  const fields = entity.fields.filter(({ type }) => type.kind === 'text' && type.secret === secret);
  const [field] = fields;
  if (field !== undefined && fields.length === 1 && !field.isOptional) return field;
  problems.add({
    code: 'missing_field',
    path,
    message: `${entity.name} needs one field of type \`${secret}\` that is not optional; it has ${fields.length}.`,
    suggestion: `Add \`${secret}: ${secret}\` to its fields.`,
  });
  return undefined;
}

function rolesOf(
  entity: Entity,
  named: string | undefined,
  path: Path,
  { problems }: Surroundings,
): Field | undefined {
  if (named === undefined) return undefined;
  const possible = entity.fields.filter(({ type }) => rolesIn(type).length > 0);
  const found = possible.find(({ name }) => name === named);
  if (found !== undefined) return found;
  problems.add({
    code: 'unknown_field',
    path,
    message: `${entity.name} has no field \`${named}\` whose values are roles.`,
    suggestion:
      suggestName(
        named,
        possible.map(({ name }) => name),
      ) ?? `Add \`${named}: member | admin = member\` to its fields.`,
  });
  return undefined;
}

/** The values of an enum, or of a list of one. */
export function rolesIn(type: Field['type']): readonly string[] {
  if (type.kind === 'enum') return type.values;
  return type.kind === 'list' && type.of.kind === 'enum' ? type.of.values : [];
}

function addSession(account: Entity, context: Omit<LoweringContext, 'access'>): Entity {
  return addInternalEntity(context, {
    name: 'Session',
    description: 'Who is signed in, and until when.',
    fields: [
      { name: 'token', type: { kind: 'text', secret: 'token' }, isOptional: false },
      {
        name: 'account',
        type: { kind: 'reference', entity: account.name, onDelete: 'cascade' },
        isOptional: false,
      },
      { name: 'expiresAt', type: { kind: 'datetime' }, isOptional: false },
    ],
    endsAt: 'expiresAt',
  });
}
