import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { FeedDocument } from '../../blueprint/document/feed.ts';
import type { Expression, ValueType } from '../../expression/expression.ts';
import type { OperationAccess } from '../../model/access.ts';
import type { FeedProtocol, Listened } from '../../model/feed.ts';
import type { Field } from '../../model/field.ts';
import type { HttpBinding } from '../../model/operation.ts';
import { accessWishOf, type AccessWish } from '../access/access-words.ts';
import { identitySteps, identityVariables } from '../access/actor.ts';
import { lowerHttpBinding, pathParameters } from '../http-binding.ts';
import { lowerFields } from '../lower-fields.ts';
import type { LoweringContext } from '../lowering-context.ts';
import { OperationScope } from '../operation-scope.ts';
import { queryVariable } from '../operation-signature.ts';

type ListenedDocument = Pick<FeedDocument, 'http' | 'query' | 'where' | 'protocol' | 'access'>;

/** What conditions look at: `event` or `message`, and what is known of it. */
export interface Subject {
  readonly name: 'event' | 'message';
  readonly fields: Readonly<Record<string, ValueType>>;
}

/** What feeds of events and of messages have in common: where and how clients listen, who may, and what they get. */
export function lowerListened(
  name: string,
  document: ListenedDocument,
  path: DocumentPath,
  subject: Subject,
  context: LoweringContext,
): Listened | undefined {
  const http = lowerFeedBinding(document.http, [...path, 'http'], context);
  const query = lowerQuery(document, [...path, 'query'], context);
  const wish = accessWishOf(document.access, [...path, 'access'], context);
  reportOwner(wish, [...path, 'access'], feedOwner, context);
  if (http === undefined) return undefined;
  const scope = conditionScope(subject, { http, query, wish }, context);
  const where = lowerCondition(document, [...path, 'where'], scope);
  if (document.where === undefined || where !== undefined)
    reportUnused(subject, { http, query }, path, scope);
  const access = lowerAccess(wish, scope);
  return {
    name,
    http,
    query,
    ...(where && { where }),
    protocols: lowerProtocols(document.protocol),
    ...(access && { access }),
  };
}

/** The ways to listen, each once. */
function lowerProtocols(words: ListenedDocument['protocol'] = 'sse'): readonly FeedProtocol[] {
  return [...new Set([words].flat())];
}

/** `GET /orders/live`; anything but GET is reported. */
function lowerFeedBinding(
  text: string,
  path: DocumentPath,
  { problems }: LoweringContext,
): HttpBinding | undefined {
  const http = lowerHttpBinding(text, path, problems);
  if (http !== undefined && http.method !== 'GET') {
    problems.add({ code: 'invalid_http', path, message: 'A feed is read with GET.' });
  }
  return http;
}

function lowerQuery(
  { query = {} }: ListenedDocument,
  path: DocumentPath,
  { names, problems }: LoweringContext,
): readonly Field[] {
  if (Object.hasOwn(query, 'lastEventId')) {
    const message = '`lastEventId` says where a client goes on, in every feed.';
    problems.add({ code: 'reserved_name', path: [...path, 'lastEventId'], isKey: true, message });
  }
  return lowerFields(query, names, path, problems);
}

/** Ids are texts here, as they are in a path. */
function conditionScope(
  { name, fields }: Subject,
  { http, query, wish }: Pick<Listened, 'http' | 'query'> & { readonly wish: AccessWish },
  context: LoweringContext,
): OperationScope {
  const parameters = pathParameters(http).map((parameter) => [parameter, { kind: 'text' } as const]);
  return new OperationScope(context, {
    [name]: { kind: 'object', fields },
    ...(parameters.length === 0
      ? {}
      : { path: { kind: 'object', fields: Object.fromEntries(parameters) as Record<string, ValueType> } }),
    ...(query.length === 0 ? {} : { query: queryVariable(query) }),
    ...identityVariables(wish, context),
  });
}

function lowerCondition(
  { where }: ListenedDocument,
  path: DocumentPath,
  scope: OperationScope,
): Expression | undefined {
  return where === undefined
    ? undefined
    : scope.expression(where, path, { target: { kind: 'boolean' } })?.expression;
}

/** A parameter that no condition looks at would be given in vain. */
function reportUnused(
  subject: Subject,
  { http, query }: Pick<Listened, 'http' | 'query'>,
  path: DocumentPath,
  scope: OperationScope,
): void {
  const given = [
    ...pathParameters(http).map((name) => ({ name, from: 'path', place: ['http'] })),
    ...query.map(({ name }) => ({ name, from: 'query', place: ['query', name] })),
  ];
  for (const { name, from, place } of given.filter((one) => !scope.isUsed(one.from, one.name))) {
    const field = Object.hasOwn(subject.fields, name) ? name : '…';
    const comparison = `${subject.name}.${field} == ${from}.${name}`;
    const isOptional = query.some((one) => one.name === name && one.isOptional) && from === 'query';
    scope.context.problems.add({
      code: 'unknown_parameter',
      path: [...path, ...place],
      message: `Nothing uses the ${from === 'path' ? `path parameter \`{${name}}\`` : `parameter \`${name}\``}.`,
      suggestion: `Write \`where: ${isOptional ? `query.${name} == null || ` : ''}${comparison}\`.`,
    });
  }
}

const feedOwner = {
  message: 'A feed has no owner: it sends events of many records.',
  suggestion:
    'Let in whoever is `signedIn`, and say whose events they get: `where: event.owner == actor.id`.',
};

/** What is no record is nobody's. */
export function reportOwner(
  { isForOwner }: AccessWish,
  path: DocumentPath,
  told: { readonly message: string; readonly suggestion: string },
  { problems }: LoweringContext,
): void {
  if (isForOwner) problems.add({ code: 'invalid_value', path, ...told });
}

/** Who may listen or send; undefined where a system asks nobody for credentials. */
export function lowerAccess(wish: AccessWish, scope: OperationScope): OperationAccess | undefined {
  const { context } = scope;
  if (context.access === undefined) return undefined;
  const { identities } = identitySteps(wish, (name) => scope.usesVariable(name), context);
  return {
    admits: wish.admits,
    isOpen: wish.isOpen,
    ...(wish.admitsAll || wish.roles.length === 0 ? {} : { roles: wish.roles }),
    identities,
  };
}
