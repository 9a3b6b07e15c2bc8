import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { OperationDocument } from '../blueprint/document.ts';
import type { Field } from '../model/field.ts';
import type { Answer, HttpBinding, Selection, Step } from '../model/operation.ts';
import { typeOfVariable } from '../model/variable-type.ts';
import { isShownField } from '../expression/shown-members.ts';
import { readableFields } from './lowering-context.ts';
import type { LoweringContext } from './lowering-context.ts';

interface Answering {
  readonly http: HttpBinding;
  readonly query: readonly Field[];
  readonly steps: readonly Step[];
  readonly answer: Answer;
}

/** What `?fields=id,title` picks from; nothing where clients cannot ask for parts. */
export function lowerSelection(
  { partial }: OperationDocument,
  answering: Answering,
  path: DocumentPath,
  context: LoweringContext,
): { readonly selection?: Selection } {
  if (partial === undefined) return {};
  const { http, query } = answering;
  const found = http.method === 'GET' ? answeredRecords(answering) : undefined;
  const { problems } = context;
  if (found === undefined) {
    problems.add({
      code: 'invalid_answer',
      path,
      isKey: true,
      message: '`partial` belongs to a GET that answers a record, a list of records, or one in an envelope.',
      suggestion: 'Write `answer: { body: task }`, and leave parts of other answers to `only`.',
    });
    return {};
  }
  if (query.some(({ name }) => name === selectionParameter)) {
    problems.add({
      code: 'name_clash',
      path,
      isKey: true,
      message: `The query has a parameter \`${selectionParameter}\` already.`,
    });
  }
  const fields = readableFields(context, found.entity).filter(isShownField);
  return { selection: { ...found, fields: fields.map(({ name }) => name) } };
}

/** Name of the query parameter that says which fields are wanted. */
export const selectionParameter = 'fields';

function answeredRecords({ answer: { body }, steps }: Answering): Omit<Selection, 'fields'> | undefined {
  if (body.kind === 'variable') return recordsIn(body.name, steps);
  if (body.kind !== 'object') return undefined;
  const lists = body.fields.flatMap(({ field, value: { node } }) => {
    const records = node.kind === 'variable' ? recordsIn(node.name, steps) : undefined;
    return records?.of === 'list' ? [{ ...records, inside: field }] : [];
  });
  return lists.length === 1 ? lists[0] : undefined;
}

function recordsIn(name: string, steps: readonly Step[]): Omit<Selection, 'fields'> | undefined {
  const type = typeOfVariable(name, steps);
  if (type?.kind === 'record') return { entity: type.entity, of: 'record' };
  if (type?.kind !== 'list' || type.of.kind !== 'record') return undefined;
  return { entity: type.of.entity, of: 'list' };
}
