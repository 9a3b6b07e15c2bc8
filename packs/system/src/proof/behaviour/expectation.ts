import { callsUnwritten } from '../../model/calls-unwritten.ts';
import type { Entity } from '../../model/entity.ts';
import type { Operation, Step } from '../../model/operation.ts';
import { refusalsOf } from '../../model/refusals-of.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { type Answer, parseJson } from '../running/http-client.ts';
import type { Address } from './address.ts';

/** What should have come back from a valid request instead, or undefined when the answer is right. */
export function unmetExpectation(
  operation: Operation,
  { finds }: Address,
  { status }: Answer,
  entities: readonly Entity[],
): string | undefined {
  const allowed = allowedStatuses(operation, entities);
  const isNotFound = status === 404;
  // An operation may look at its input before it looks for the record.
  if (finds === 'missing') return isNotFound || (status >= 400 && allowed.has(status)) ? undefined : '404';
  if (allowed.has(status) || (finds === 'unknown' && isNotFound)) return undefined;
  return [...allowed].join(' or ');
}

/** Statuses a valid request may get: success, or what the operation itself may refuse it with. */
function allowedStatuses(operation: Operation, entities: readonly Entity[]): ReadonlySet<number> {
  const refusals = refusalsOf(operation, entities).map((refusal) => refusal.status);
  const writes = allSteps(operation.steps).some((step) => writing.has(step.kind));
  // 409: not unique, or in use; 422: a value computed from valid input leaves its bounds.
  return new Set([
    operation.answer.status,
    ...updatedStatus(operation),
    ...refusals,
    ...(writes ? [409, 422] : []),
    // What a function answers that is left for somebody to write.
    ...(callsUnwritten(operation, entities) ? [501] : []),
    // What the input refers to may be somebody else's.
    ...(allSteps(operation.steps).some((step) => step.kind === 'refer') ? [400] : []),
  ]);
}

const writing = new Set<Step['kind']>(['create', 'update', 'upsert', 'increment', 'delete']);

function updatedStatus(operation: Operation): readonly number[] {
  const isUpsert = allSteps(operation.steps).some((step) => step.kind === 'upsert');
  return isUpsert ? [200, 201] : [];
}

/** What is wrong with an error answer, or undefined: it must be a problem document that says the same status. */
export function problemWith(
  operation: Operation,
  answer: Answer,
  entities: readonly Entity[],
): string | undefined {
  const isMeant = allowedStatuses(operation, entities).has(answer.status);
  if (answer.status >= 500 && !isMeant) return `it answered ${answer.status}`;
  if (answer.status < 400) return undefined;
  const type = answer.headers['content-type'] ?? 'none';
  if (!type.startsWith('application/problem+json')) return `its error has the content type ${type}`;
  const problem = parseJson(answer.text) as { status?: unknown; code?: unknown } | undefined;
  if (problem?.status !== answer.status) return `its problem document says status ${String(problem?.status)}`;
  if (typeof problem.code !== 'string') return 'its problem document has no code';
  return undefined;
}
