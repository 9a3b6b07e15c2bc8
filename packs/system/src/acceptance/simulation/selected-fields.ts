import { selectionParameter } from '../../lowering/lower-selection.ts';
import type { Operation } from '../../model/operation.ts';
import { isObject } from './accept-value.ts';
import type { Value } from './evaluate.ts';
import { Refused } from './problem.ts';

type Texts = readonly (readonly [name: string, text: string])[];

/** The fields that a request asks for; undefined for all of them. @throws Refused */
export function wantedFields({ selection }: Operation, texts: Texts): readonly string[] | undefined {
  const given = texts.find(([name]) => name === selectionParameter);
  if (selection === undefined || given === undefined) return undefined;
  const names = given[1].split(',');
  if (names.every((name) => selection.fields.includes(name))) return names;
  throw new Refused({ status: 400, code: 'invalid_input', errors: [{ field: `${selectionParameter}.0` }] });
}

export function withoutSelection(texts: Texts): Texts {
  return texts.filter(([name]) => name !== selectionParameter);
}

/** The answer with the fields of its records that are wanted. */
export function selected<Answer extends { readonly body?: Value }>(
  answer: Answer,
  { selection }: Operation,
  wanted: readonly string[] | undefined,
): Answer {
  const { body } = answer;
  if (wanted === undefined || body === undefined || selection === undefined) return answer;
  const { inside } = selection;
  if (inside === undefined || !isObject(body)) return { ...answer, body: pick(body, wanted) };
  return { ...answer, body: { ...body, [inside]: pick(body[inside] ?? [], wanted) } };
}

function pick(value: Value, wanted: readonly string[]): Value {
  if (Array.isArray(value)) return (value as readonly Value[]).map((item) => pick(item, wanted));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => wanted.includes(name)));
}
