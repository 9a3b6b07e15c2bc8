import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { ComponentDocument } from '../../blueprint/document.ts';
import type { ValueType } from '../../expression/expression.ts';
import type { MessageType, SourceComponent } from '../../model/dataflow.ts';
import type { Field } from '../../model/field.ts';
import type { HttpBinding } from '../../model/operation.ts';
import { spaced } from '../../naming/letter-case.ts';
import { accessWishOf } from '../access/access-words.ts';
import { lowerAccess, reportOwner } from '../feeds/lower-listened.ts';
import { lowerHttpBinding, pathParameters } from '../http-binding.ts';
import { lowerAssignments } from '../lower-assignments.ts';
import type { LoweringContext } from '../lowering-context.ts';
import { milliseconds } from './duration-text.ts';
import { lowerMessage } from './message-fields.ts';
import { lowerTopic } from './lower-topic.ts';
import { componentScope, messageType } from './message-scope.ts';

type SourceDocument = Extract<ComponentDocument, { kind: 'Source' }>;

const standardBacklog = 10_000;

export function lowerSource(
  name: string,
  document: SourceDocument,
  path: DocumentPath,
  context: LoweringContext,
): SourceComponent | undefined {
  const of = messageType(document.of, [...path, 'of'], context);
  if (!hasOneEntrance(document, path, context)) return undefined;
  const entered = lowerAnyEntrance(document, of, path, context);
  if (of === undefined || entered === undefined) return undefined;
  return {
    kind: 'Source',
    name,
    summary: document.summary ?? `Take ${spaced(name)} in`,
    of,
    backlog: document.backlog ?? standardBacklog,
    ...entered,
  };
}

function hasOneEntrance(
  { http, every, topic }: SourceDocument,
  path: DocumentPath,
  { problems }: LoweringContext,
): boolean {
  const given = [http, every, topic].filter((one) => one !== undefined);
  if (given.length === 1) return true;
  problems.add({
    code: given.length === 0 ? 'missing_key' : 'unknown_key',
    path,
    isKey: true,
    message: 'A source has one entrance: `http`, `topic` or `every`.',
    suggestion: 'Write `http: POST /readings`, `topic: readings.>`, or `every: 30s`.',
  });
  return false;
}

type Entered = Pick<SourceComponent, 'entrance' | 'set'>;

function lowerAnyEntrance(
  document: SourceDocument,
  of: MessageType | undefined,
  path: DocumentPath,
  context: LoweringContext,
): Entered | undefined {
  const { http, every, topic } = document;
  if (http !== undefined) {
    const binding = lowerHttp(http, [...path, 'http'], context);
    return of && binding && lowerEntrance(document, of, binding, path, context);
  }
  if (of === undefined) return undefined;
  if (topic !== undefined) return lowerTopicEntrance(topic, document, of, path, context);
  const set = lowerMessage(document.set, { target: of }, path, componentScope(context, {}));
  return { entrance: { kind: 'schedule', everyMs: milliseconds(every ?? '') }, set };
}

function lowerHttp(http: string, path: DocumentPath, context: LoweringContext): HttpBinding | undefined {
  const binding = lowerHttpBinding(http, path, context.problems);
  if (binding === undefined || binding.method === 'POST' || binding.method === 'PUT') return binding;
  context.problems.add({
    code: 'invalid_http',
    path,
    message: `Messages are sent with POST or PUT, not with ${binding.method}.`,
    suggestion: `Write \`POST ${http.replace(/^\S+\s+/, '')}\`.`,
  });
  return undefined;
}

function lowerEntrance(
  document: SourceDocument,
  of: MessageType,
  http: HttpBinding,
  path: DocumentPath,
  context: LoweringContext,
): Entered {
  const parameters = pathParameters(http);
  const fields = Object.fromEntries(parameters.map((name): [string, ValueType] => [name, { kind: 'text' }]));
  const given = parameters.length === 0 ? {} : { path: { kind: 'object', fields } as const };
  const scope = componentScope(context, given);
  const set = lowerAssignments(document.set, of, [...path, 'set'], scope);
  for (const parameter of parameters) {
    if (scope.isUsed('path', parameter)) continue;
    context.problems.add({
      code: 'unknown_parameter',
      path: [...path, 'http'],
      message: `Nothing uses the path parameter \`{${parameter}}\`.`,
      suggestion: `Put it into a field: \`set: { ${parameter}: path.${parameter} }\`.`,
    });
  }
  const wish = accessWishOf(document.access, [...path, 'access'], context);
  reportOwner(wish, [...path, 'access'], sourceOwner, context);
  const access = lowerAccess(wish, scope);
  const body = bodyOf(document, of);
  return { entrance: { kind: 'http', http, body, ...(access && { access }) }, set };
}

/** The fields that come from outside. */
function bodyOf({ set = {} }: SourceDocument, of: MessageType): readonly Field[] {
  return of.fields.filter((field) => !Object.hasOwn(set, field.name));
}

function lowerTopicEntrance(
  topic: string,
  document: SourceDocument,
  of: MessageType,
  path: DocumentPath,
  context: LoweringContext,
): Entered | undefined {
  const subject = lowerTopic(topic, [...path, 'topic'], { isRead: true }, context.problems);
  const scope = componentScope(context, { topic: { kind: 'text' } });
  const set = lowerAssignments(document.set, of, [...path, 'set'], scope);
  return subject === undefined
    ? undefined
    : { entrance: { kind: 'topic', subject, body: bodyOf(document, of) }, set };
}

const sourceOwner = {
  message: 'Messages have no owner.',
  suggestion: 'Let in whoever is `signedIn`, a role, or machines with a `key`.',
};
