import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { ComponentDocument } from '../../blueprint/document.ts';
import type { Expression, ValueType } from '../../expression/expression.ts';
import type { AggregatorComponent, Window } from '../../model/dataflow.ts';
import type { LoweringContext } from '../lowering-context.ts';
import type { OperationScope } from '../operation-scope.ts';
import { milliseconds, optionalMilliseconds } from './duration-text.ts';
import { lowerKey } from './lower-key.ts';
import { lowerMessage } from './message-fields.ts';
import { componentScope, messageType, objectOf } from './message-scope.ts';

type AggregatorDocument = Extract<ComponentDocument, { kind: 'Aggregator' }>;

export function lowerAggregator(
  name: string,
  document: AggregatorDocument,
  path: DocumentPath,
  context: LoweringContext,
): AggregatorComponent | undefined {
  const of = messageType(document.of, [...path, 'of'], context);
  const to = messageType(document.to, [...path, 'to'], context);
  if (of === undefined || to === undefined) return undefined;
  const message = objectOf(of.fields);
  const single = componentScope(context, { message });
  const by = lowerKey(document.by, [...path, 'by'], single);
  const time = lowerTime(document, path, single);
  const key: ValueType = by?.type ?? { kind: 'null' };
  const scope = componentScope(context, {
    messages: { kind: 'list', of: message },
    ...(by === undefined ? {} : { key }),
    start: { kind: 'datetime' },
    end: { kind: 'datetime' },
  });
  // A window has one message or more.
  scope.learn(['messages[0]']);
  const set = lowerMessage(document.set, { target: to }, path, scope);
  return {
    kind: 'Aggregator',
    name,
    of,
    to,
    window: lowerWindow(document.window, path, context),
    ...(time === undefined ? {} : { time }),
    ...(by === undefined ? {} : { by }),
    set,
  };
}

function lowerWindow(
  window: AggregatorDocument['window'],
  path: DocumentPath,
  { problems }: LoweringContext,
): Window {
  if ('tumbling' in window) return { kind: 'tumbling', sizeMs: positive(window.tumbling, 'tumbling') };
  if ('session' in window) return { kind: 'session', gapMs: positive(window.session, 'session') };
  if ('count' in window) return { kind: 'count', size: window.count };
  const sizeMs = positive(window.sliding, 'sliding');
  const everyMs = positive(window.every, 'every');
  if (everyMs > sizeMs || sizeMs / everyMs > mostOverlapping) {
    problems.add({
      code: 'invalid_value',
      path: [...path, 'window', 'every'],
      message: `Expected a new window at least once, and at most ${mostOverlapping} times, in \`${window.sliding}\`.`,
      suggestion: 'Write `{ sliding: 10m, every: 1m }`.',
    });
  }
  return { kind: 'sliding', sizeMs, everyMs };

  function positive(text: string, key: string): number {
    const length = milliseconds(text);
    if (length > 0) return length;
    problems.add({
      code: 'invalid_value',
      path: [...path, 'window', key],
      message: 'A window needs a length.',
    });
    return 1;
  }
}

/** Each message is kept once for each window it is in. */
const mostOverlapping = 1_000;

function lowerTime(
  { time, lateness, idle, window }: AggregatorDocument,
  path: DocumentPath,
  scope: OperationScope,
): AggregatorComponent['time'] {
  if (time === undefined) {
    reportTimeless({ lateness, idle }, path, scope);
    return undefined;
  }
  const of: Expression | undefined = scope.expression(time, [...path, 'time'], {
    target: { kind: 'datetime' },
  })?.expression;
  if ('count' in window) {
    scope.context.problems.add({
      code: 'unknown_key',
      path: [...path, 'time'],
      isKey: true,
      message: 'Windows that count messages do not follow any time.',
    });
  }
  if (of === undefined) return undefined;
  const idleMs = optionalMilliseconds(idle);
  return {
    of,
    latenessMs: optionalMilliseconds(lateness) ?? 0,
    ...(idleMs === undefined ? {} : { idleMs }),
  };
}

function reportTimeless(
  options: Readonly<Record<string, string | undefined>>,
  path: DocumentPath,
  scope: OperationScope,
): void {
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined) continue;
    scope.context.problems.add({
      code: 'missing_key',
      path: [...path, key],
      isKey: true,
      message: `\`${key}\` belongs to windows that follow a \`time\` of the messages.`,
      suggestion: 'Write `time: message.takenAt`, or leave it out.',
    });
  }
}
