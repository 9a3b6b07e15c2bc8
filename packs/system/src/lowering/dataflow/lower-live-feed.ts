import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { ComponentDocument } from '../../blueprint/document.ts';
import type { Expression, ValueType } from '../../expression/expression.ts';
import type { LiveFeedComponent, MessageType } from '../../model/dataflow.ts';
import type { HttpBinding } from '../../model/operation.ts';
import { lowerFeedAccess, lowerFeedBinding, lowerProtocols } from '../feeds/lower-feeds.ts';
import { pathParameters } from '../http-binding.ts';
import { lowerFields } from '../lower-fields.ts';
import type { LoweringContext } from '../lowering-context.ts';
import { OperationScope } from '../operation-scope.ts';
import { messageType, objectOf } from './message-scope.ts';

type LiveFeedDocument = Extract<ComponentDocument, { kind: 'LiveFeed' }>;

export function lowerLiveFeed(
  name: string,
  document: LiveFeedDocument,
  path: DocumentPath,
  context: LoweringContext,
): LiveFeedComponent | undefined {
  const of = messageType(document.of, [...path, 'of'], context);
  const http = lowerFeedBinding(document.http, [...path, 'http'], context);
  const access = lowerFeedAccess(document.access, [...path, 'access'], context);
  const query = lowerQuery(document, [...path, 'query'], context);
  if (of === undefined || http === undefined) return undefined;
  const where = lowerCondition(document, path, { of, http, query }, context);
  const { event, keep } = document;
  return {
    kind: 'LiveFeed',
    name,
    of,
    http,
    query,
    ...(where && { where }),
    protocols: lowerProtocols(document.protocol),
    ...(event === undefined ? {} : { event }),
    keep,
    ...(access && { access }),
  };
}

/** Names of parameters; each is a text, or absent. */
function lowerQuery(
  { query = {} }: LiveFeedDocument,
  path: DocumentPath,
  { names, problems }: LoweringContext,
): readonly string[] {
  return lowerFields(query, names, path, problems).map(({ name, type, isOptional }) => {
    const isText = type.kind === 'text' && type.secret === undefined;
    if (name === 'lastEventId') {
      const message = '`lastEventId` says where a client goes on, in every live feed.';
      problems.add({ code: 'reserved_name', path: [...path, name], isKey: true, message });
    } else if (!isText || !isOptional) {
      problems.add({
        code: 'invalid_constraint',
        path: [...path, name],
        message: `A parameter of a live feed is an optional text, and \`${name}\` is not.`,
        suggestion: `Write \`${name}: text?\`.`,
      });
    }
    return name;
  });
}

function lowerCondition(
  { where: source }: LiveFeedDocument,
  path: DocumentPath,
  {
    of,
    http,
    query,
  }: { readonly of: MessageType; readonly http: HttpBinding; readonly query: readonly string[] },
  context: LoweringContext,
): Expression | undefined {
  const parameters = pathParameters(http);
  const text: ValueType = { kind: 'text' };
  const scope = new OperationScope(context, {
    message: objectOf(of.fields),
    ...group('path', parameters, text),
    ...group('query', query, { kind: 'nullable', of: text }),
  });
  const target: ValueType = { kind: 'boolean' };
  const where =
    source === undefined ? undefined : scope.expression(source, [...path, 'where'], { target })?.expression;
  if (source !== undefined && where === undefined) return undefined;
  const given = [
    ...parameters.map((name) => ({ name, from: 'path', place: [...path, 'http'] })),
    ...query.map((name) => ({ name, from: 'query', place: [...path, 'query', name] })),
  ];
  for (const { name, from, place } of given.filter((one) => !scope.isUsed(one.from, one.name))) {
    const isPath = from === 'path';
    const field = of.fields.some((one) => one.name === name) ? name : '…';
    context.problems.add({
      code: 'unknown_parameter',
      path: place,
      message: isPath
        ? `Nothing uses the path parameter \`{${name}}\`.`
        : `Nothing uses the parameter \`${name}\`.`,
      suggestion: isPath
        ? `Write \`where: message.${field} == path.${name}\`.`
        : `Write \`where: query.${name} == null || message.${field} == query.${name}\`.`,
    });
  }
  return where;
}

function group(name: string, members: readonly string[], type: ValueType): Record<string, ValueType> {
  if (members.length === 0) return {};
  return { [name]: { kind: 'object', fields: Object.fromEntries(members.map((member) => [member, type])) } };
}
