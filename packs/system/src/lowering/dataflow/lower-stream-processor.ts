import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { ComponentDocument } from '../../blueprint/document.ts';
import type { StreamProcessorComponent } from '../../model/dataflow.ts';
import type { Field } from '../../model/field.ts';
import { lowerFields } from '../lower-fields.ts';
import type { LoweringContext } from '../lowering-context.ts';
import { lowerKey } from './lower-key.ts';
import { initialValue, lowerMessage } from './message-fields.ts';
import { lowerAssignments } from '../lower-assignments.ts';
import { componentScope, messageType, objectOf } from './message-scope.ts';

type StreamProcessorDocument = Extract<ComponentDocument, { kind: 'StreamProcessor' }>;

export function lowerStreamProcessor(
  name: string,
  document: StreamProcessorDocument,
  path: DocumentPath,
  context: LoweringContext,
): StreamProcessorComponent | undefined {
  const of = messageType(document.of, [...path, 'of'], context);
  const to = messageType(document.to, [...path, 'to'], context);
  const state = lowerFields(document.state, context.names, [...path, 'state'], context.problems);
  reportInitials(state, [...path, 'state'], context);
  if (of === undefined || to === undefined) return undefined;
  const message = objectOf(of.fields);
  const by = lowerKey(document.by, [...path, 'by'], componentScope(context, { message }));
  const key = by === undefined ? {} : { key: by.type };
  const before = componentScope(context, { message, ...key, state: objectOf(state) });
  const next = lowerAssignments(
    document.next,
    { name: 'The state', fields: state },
    [...path, 'next'],
    before,
  );
  const after = componentScope(context, {
    message,
    ...key,
    state: objectOf(state),
    previous: objectOf(state),
  });
  const when =
    document.when === undefined
      ? undefined
      : after.expression(document.when, [...path, 'when'], { target: { kind: 'boolean' } });
  if (when !== undefined) after.learn(when.whenTrue);
  const copied = document.from === undefined ? undefined : of;
  const set = lowerMessage(document.set, { target: to, copied }, path, after);
  return {
    kind: 'StreamProcessor',
    name,
    of,
    to,
    state,
    next,
    set,
    ...(by === undefined ? {} : { by }),
    ...(when === undefined ? {} : { when: when.expression }),
  };
}

/** A key that has no state yet has one to begin with. */
function reportInitials(state: readonly Field[], path: DocumentPath, { problems }: LoweringContext): void {
  for (const field of state) {
    const isClock = field.defaultValue !== undefined && field.defaultValue.kind !== 'literal';
    if (initialValue(field) !== undefined && !isClock) continue;
    problems.add({
      code: 'invalid_default',
      path: [...path, field.name],
      message: `\`${field.name}\` needs a value to begin with.`,
      suggestion: 'Write `integer = 0`, or make it optional: `number?`.',
    });
  }
}
