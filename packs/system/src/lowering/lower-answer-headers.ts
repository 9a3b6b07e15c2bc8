import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { ValueDocument } from '../blueprint/document.ts';
import { describeType, nonNull } from '../expression/value-type.ts';
import type { Answer } from '../model/operation.ts';
import type { OperationScope } from './operation-scope.ts';

/** Headers that the generated system sets by itself. */
const ownHeaders: Readonly<Record<string, string>> = {
  'content-type':
    'An answer is `application/json`; write `text: …` and `type: text/csv` for one that is not.',
  'content-length': 'The length of the body is counted.',
  location: 'Write `redirect: …`; the address of a created record is told anyway.',
};

/** Headers of an answer: text, numbers, `true`, dates. */
export function lowerAnswerHeaders(
  headers: Readonly<Record<string, ValueDocument>> | undefined,
  path: DocumentPath,
  scope: OperationScope,
): NonNullable<Answer['headers']> {
  const { problems } = scope.context;
  return Object.entries(headers ?? {}).flatMap(([name, written]) => {
    const place = [...path, name];
    const own = ownHeaders[name.toLowerCase()];
    if (own !== undefined) {
      const message = `The header \`${name}\` is set by the system itself.`;
      problems.add({ code: 'reserved_name', path: place, isKey: true, message, suggestion: own });
      return [];
    }
    const value = scope.anyValue(written, place);
    if (value === undefined) return [];
    const { kind } = nonNull(value.type);
    if (!['record', 'list', 'object', 'json', 'null'].includes(kind)) return [{ name, value }];
    problems.add({
      code: 'not_assignable',
      path: place,
      message: `A header is text, a number or a date; got ${describeType(value.type)}.`,
    });
    return [];
  });
}
