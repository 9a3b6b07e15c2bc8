import type { Answer, Operation } from '../model/operation.ts';
import { pagedList } from '../lowering/steps/whole-lists.ts';
import type { Point } from './explanation.ts';

/** What comes back when nothing was refused. */
export function explainAnswer(operation: Operation): readonly Point[] {
  const { answer } = operation;
  const statuses =
    answer.updatedStatus === undefined
      ? String(answer.status)
      : `${answer.status} when it was created, ${answer.updatedStatus} when it was there`;
  const list = pagedList(operation.steps, operation.answer);
  return [
    {
      text: `${statuses}: ${bodyText(answer)}${locationText(answer)}`,
      ...(answer.body.kind === 'object'
        ? { points: answer.body.fields.map(({ field, value }) => ({ text: `${field} = ${value.source}` })) }
        : {}),
    },
    ...(answer.headers ?? []).map(({ name, value }) => ({ text: `the header ${name}: ${value.source}` })),
    ...(list === undefined ? [] : [{ text: 'the header X-Total-Count: how many there are on all pages' }]),
    ...(list?.paging === 'cursor'
      ? [{ text: 'the headers Link and X-Next-Cursor: where the next page begins' }]
      : []),
  ];
}

function bodyText({ body, textType }: Answer): string {
  switch (body.kind) {
    case 'empty':
      return 'no body';
    case 'variable':
      return body.name;
    case 'object':
      return 'an object';
    case 'value':
      return textType === undefined ? body.value.source : `${body.value.source}, as ${textType}`;
  }
}

function locationText({ location, redirect }: Answer): string {
  if (redirect !== undefined) return `, and the way to ${redirect.source} in the header Location`;
  return location === undefined ? '' : `, its address in the header Location`;
}
