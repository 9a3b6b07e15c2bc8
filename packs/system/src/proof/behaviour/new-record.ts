import { isDeepStrictEqual } from 'node:util';
import { standardOperation } from '../../acceptance/find-operation.ts';
import type { Field, FieldType } from '../../model/field.ts';
import type { Operation } from '../../model/operation.ts';
import type { JsonValue } from '../../model/scenario.ts';
import type { SystemModel } from '../../model/system.ts';
import { type Answer, type Request, parseJson } from '../running/http-client.ts';

export interface RecordProblem {
  readonly code: 'input_lost' | 'location_missing' | 'record_not_found_again';
  readonly message: string;
}

export interface NewRecord {
  readonly operation: Operation;
  readonly body?: Readonly<Record<string, JsonValue>> | undefined;
  readonly answer: Answer;
}

/** Looks whether a record that was just created holds what was sent, in the answer and where `Location` says. */
export async function problemWithNewRecord(
  { operation, body = {}, answer }: NewRecord,
  model: SystemModel,
  send: (request: Request) => Promise<Answer>,
): Promise<RecordProblem | undefined> {
  const created = operation.answer.location;
  if (!created || answer.status !== 201) return undefined;
  const isStandard = operation.origin === 'standard';
  const lost = isStandard ? lostInput(operation.input, body, answer) : undefined;
  if (lost) return { code: 'input_lost', message: lost };
  const { location } = answer.headers;
  if (location === undefined) return { code: 'location_missing', message: 'the answer has no Location' };
  if (!standardOperation(model, created.entity, 'read')) return undefined;
  // A record may be made whose time is over.
  if (model.entities.some(({ name, expires }) => name === created.entity && expires)) return undefined;
  const { pathname } = new URL(location, 'http://system');
  const found = await send({ method: 'GET', path: pathname });
  return judgeFound(pathname, found, isStandard ? answer : undefined);
}

/** A record must be there, and as it was answered if that is known. */
function judgeFound(path: string, found: Answer, expected: Answer | undefined): RecordProblem | undefined {
  if (found.status === 200 && (!expected || isSame(found, expected))) return undefined;
  return notFoundAgain(path, found);
}

function notFoundAgain(path: string, found: Answer): RecordProblem {
  const message = `GET ${path} answered ${found.status} ${found.text.slice(0, 200)}`;
  return { code: 'record_not_found_again', message };
}

function isSame(one: Answer, other: Answer): boolean {
  return isDeepStrictEqual(parseJson(one.text), parseJson(other.text));
}

/** Kinds that are stored and answered exactly as they were sent. */
const exactKinds = new Set<FieldType['kind']>(['integer', 'boolean', 'enum', 'date', 'reference']);

function lostInput(
  input: readonly Field[],
  body: Readonly<Record<string, JsonValue>>,
  answer: Answer,
): string | undefined {
  const record = parseJson(answer.text);
  if (typeof record !== 'object' || record === null) return 'the answer is no record';
  const cameBack = ({ name }: Field) => Reflect.get(record, name) === body[name];
  const lost = input.find((field) => isExact(field) && field.name in body && !cameBack(field));
  if (!lost) return undefined;
  const came = JSON.stringify(Reflect.get(record, lost.name));
  return `${lost.name} was sent as ${JSON.stringify(body[lost.name])} and came back as ${came}`;
}

function isExact({ type, isHidden }: Field): boolean {
  if (isHidden === true) return false;
  return exactKinds.has(type.kind) || (type.kind === 'text' && type.format === undefined);
}
