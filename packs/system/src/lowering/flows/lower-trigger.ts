import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { FlowDocument } from '../../blueprint/document/flow.ts';
import type { Expression, ValueType } from '../../expression/expression.ts';
import type { FlowTrigger } from '../../model/flow.ts';
import { typeOfField } from '../../expression/value-type.ts';
import { OperationScope } from '../operation-scope.ts';
import { configVariable } from '../operation-signature.ts';
import type { LoweringContext } from '../lowering-context.ts';
import { namedEvent } from './change-event.ts';
import { cronOf, scheduleOf } from './read-schedule.ts';
import { durationTextMs } from './duration-text.ts';

export interface LoweredTrigger {
  readonly trigger: FlowTrigger;
  /** The type of `event` in the steps. */
  readonly event: ValueType;
}

/** When a flow runs; undefined when that cannot be told, which is reported. */
export function lowerTrigger(
  document: FlowDocument,
  path: DocumentPath,
  context: LoweringContext,
): LoweredTrigger | undefined {
  const given = (['on', 'every', 'cron'] as const).filter((key) => document[key] !== undefined);
  if (given.length !== 1) {
    context.problems.add({
      code: given.length === 0 ? 'missing_key' : 'name_clash',
      path,
      isKey: true,
      message: `A flow starts \`on\` an event, \`every\` so often, or by \`cron\`: expected one of these keys, got ${given.length === 0 ? 'none' : given.join(' and ')}.`,
    });
    return undefined;
  }
  return document.on === undefined
    ? timeTrigger(document, path, context)
    : eventTrigger(document, path, context);
}

function timeTrigger(
  document: FlowDocument,
  path: DocumentPath,
  context: LoweringContext,
): LoweredTrigger | undefined {
  for (const key of ['when', 'after', 'at'] as const) {
    if (document[key] === undefined) continue;
    context.problems.add({
      code: 'unknown_key',
      path: [...path, key],
      isKey: true,
      message: `\`${key}\` belongs to flows that start \`on\` an event.`,
    });
  }
  const key = document.cron === undefined ? 'every' : 'cron';
  const text = document.cron ?? document.every ?? '';
  const trigger = key === 'cron' ? cronOf(text) : scheduleOf(text);
  if (trigger !== undefined) {
    return { trigger, event: { kind: 'object', fields: { dueAt: { kind: 'datetime' } } } };
  }
  context.problems.add({
    code: 'invalid_value',
    path: [...path, key],
    message:
      key === 'cron'
        ? `\`${text}\` is no cron rule: expected minute, hour, day of the month, month and day of the week.`
        : `Expected how often, got \`${text}\`.`,
    suggestion:
      key === 'cron' ? 'Write `0 3 * * *`.' : 'Write `15m`, `hour`, `day at 03:00` or `monday at 09:00`.',
  });
  return undefined;
}

function eventTrigger(
  document: FlowDocument,
  path: DocumentPath,
  context: LoweringContext,
): LoweredTrigger | undefined {
  const named = namedEvent(document.on ?? '', [...path, 'on'], context);
  if (named === undefined) return undefined;
  const fields = Object.fromEntries(named.fields.map((field) => [field.name, typeOfField(field)]));
  const event: ValueType = { kind: 'object', fields };
  const scope = flowScope(context, event);
  const when = lowerOptional(document.when, [...path, 'when'], { kind: 'boolean' }, scope);
  const after =
    document.after === undefined ? undefined : lowerDuration(document.after, [...path, 'after'], scope);
  const at = lowerOptional(document.at, [...path, 'at'], { kind: 'datetime' }, scope);
  reportTwoTimes(document, path, context);
  const trigger = { kind: 'event', event: named.name } as const;
  return {
    event,
    trigger: { ...trigger, ...(when && { when }), ...(after && { after }), ...(at && { at }) },
  };
}

/** An expression that need not be there; what it makes sure of is known afterwards. */
function lowerOptional(
  source: string | undefined,
  path: DocumentPath,
  target: ValueType,
  scope: OperationScope,
): Expression | undefined {
  const checked = source === undefined ? undefined : scope.expression(source, path, { target });
  if (checked !== undefined) scope.learn(checked.whenTrue);
  return checked?.expression;
}

function reportTwoTimes(
  { after, at }: FlowDocument,
  path: DocumentPath,
  { problems }: LoweringContext,
): void {
  if (after === undefined || at === undefined) return;
  problems.add({
    code: 'name_clash',
    path: [...path, 'at'],
    isKey: true,
    message: 'A flow runs `after` a while or `at` an instant, not both.',
  });
}

/** The scope of the expressions of a flow. */
export function flowScope(context: LoweringContext, event: ValueType): OperationScope {
  return new OperationScope(context, {
    now: { kind: 'datetime' },
    today: { kind: 'date' },
    ...configVariable(context),
    event,
  });
}

/** `15m`, or an expression of a duration. */
export function lowerDuration(
  text: string,
  path: DocumentPath,
  scope: OperationScope,
): Expression | undefined {
  const type: ValueType = { kind: 'duration' };
  const ms = durationTextMs(text);
  if (ms === undefined) return scope.expression(text, path, { target: type })?.expression;
  return { source: text, node: { kind: 'literal', value: ms, type }, type };
}
