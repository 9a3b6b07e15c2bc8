import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { ComponentDocument } from '../../blueprint/document.ts';
import type { MessageType, SinkComponent, SinkTarget } from '../../model/dataflow.ts';
import type { Operation } from '../../model/operation.ts';
import { allSteps } from '../../model/walk-steps.ts';
import type { LoweringContext } from '../lowering-context.ts';
import { lowerSteps } from '../steps/lower-steps.ts';
import { withWholeLists } from '../steps/whole-lists.ts';
import { milliseconds } from './duration-text.ts';
import { lowerAddress, lowerSetting } from './lower-address.ts';
import { lowerTopic } from './lower-topic.ts';
import { componentScope, messageType, objectOf } from './message-scope.ts';

type SinkDocument = Extract<ComponentDocument, { kind: 'Sink' }>;

const targets = ['log', 'file', 'webhook', 'topic', 'do'] as const;

export function lowerSink(
  name: string,
  document: SinkDocument,
  path: DocumentPath,
  context: LoweringContext,
): SinkComponent | undefined {
  const of = messageType(document.of, [...path, 'of'], context);
  const given = targets.filter((target) => document[target] !== undefined);
  if (given.length !== 1) {
    context.problems.add({
      code: given.length === 0 ? 'missing_key' : 'unknown_key',
      path,
      isKey: true,
      message: `A sink has one target: \`log\`, \`file\`, \`webhook\`, \`topic\` or \`do\`; this one has ${given.length}.`,
      suggestion: given.length === 0 ? 'Write `log: info`.' : 'Make two sinks, and bind both.',
    });
    return undefined;
  }
  if (of === undefined) return undefined;
  const target = lowerTarget(name, document, of, path, context);
  return target && { kind: 'Sink', name, of, target };
}

function lowerTarget(
  name: string,
  { log, file, webhook, topic, do: steps }: SinkDocument,
  of: MessageType,
  path: DocumentPath,
  context: LoweringContext,
): SinkTarget | undefined {
  if (log !== undefined) return { kind: 'log', level: log };
  if (file !== undefined) return lowerFile(file, [...path, 'file'], context);
  if (webhook !== undefined) return lowerWebhook(webhook, [...path, 'webhook'], context);
  if (topic !== undefined) {
    const subject = lowerTopic(topic, [...path, 'topic'], { isRead: false }, context.problems);
    return subject === undefined ? undefined : { kind: 'topic', subject };
  }
  const operation = lowerRecords(name, steps ?? [], of, [...path, 'do'], context);
  return operation && { kind: 'records', operation };
}

function lowerFile(file: string, path: DocumentPath, { problems }: LoweringContext): SinkTarget {
  const isInside = /^(?!\/)(?!.*(^|\/)\.\.?(\/|$))[\w./ -]+$/.test(file) && !file.endsWith('/');
  if (!isInside) {
    problems.add({
      code: 'invalid_value',
      path,
      message: `Expected a file inside the system's folder, got \`${file}\`.`,
      suggestion: 'Write `data/alarms.jsonl`.',
    });
  }
  return { kind: 'file', path: file };
}

/** A webhook that is an address and nothing more. */
const standardWebhook = {
  secret: undefined,
  timeout: '10s',
  attempts: 8,
  backoff: '1s',
  concurrency: 1,
};

function lowerWebhook(
  written: NonNullable<SinkDocument['webhook']>,
  path: DocumentPath,
  context: LoweringContext,
): SinkTarget {
  const isLong = typeof written !== 'string';
  const url = lowerAddress(isLong ? written.url : written, isLong ? [...path, 'url'] : path, context);
  const { secret, timeout, attempts, backoff, concurrency } = isLong ? written : standardWebhook;
  return {
    kind: 'webhook',
    url,
    ...(secret === undefined ? {} : { secret: lowerSetting(secret, [...path, 'secret'], context) }),
    timeoutMs: milliseconds(timeout),
    retries: { attempts, backoffMs: milliseconds(backoff) },
    concurrency,
  };
}

/** The steps as an operation that nobody calls over HTTP. */
function lowerRecords(
  name: string,
  documents: NonNullable<SinkDocument['do']>,
  of: MessageType,
  path: DocumentPath,
  context: LoweringContext,
): Operation | undefined {
  const scope = componentScope(context, { message: objectOf(of.fields) });
  const surroundings = { scope, input: { fields: [], path }, parameters: [], lowerSteps };
  const answer = { status: 204, body: { kind: 'empty' } } as const;
  const steps = withWholeLists(lowerSteps(documents, path, surroundings), answer);
  const step = allSteps(steps).find((one) => 'entity' in one);
  if (step === undefined || !('entity' in step)) {
    if (steps.length < documents.length) return undefined;
    context.problems.add({
      code: 'invalid_value',
      path,
      message: 'The steps of a sink read or write records, and these do not.',
      suggestion: 'Use `log`, `file`, `webhook` or `topic` instead of `do`.',
    });
    return undefined;
  }
  return {
    name,
    summary: `Handles one ${of.name}`,
    origin: 'written',
    answers: [],
    entity: step.entity,
    http: { method: 'POST', path: [] },
    input: [],
    isPartial: false,
    query: [],
    steps,
    answer,
  };
}
