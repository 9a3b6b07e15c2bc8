import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { OperationDocument } from '../blueprint/document.ts';
import type { Step } from '../model/operation.ts';
import type { OperationScope } from './operation-scope.ts';
import { envelopes } from './standard-operations.ts';

type AnswerDocument = OperationDocument['answer'];
type ListStep = Extract<Step, { kind: 'list' }>;

/** The answer with what `envelope: true` stands for written out: the list of the answer, and where its page lies. */
export function envelopedAnswer(
  answer: AnswerDocument,
  steps: readonly Step[],
  path: DocumentPath,
  scope: OperationScope,
): AnswerDocument {
  if (typeof answer !== 'object') return answer;
  const { envelope, ...rest } = answer;
  if (envelope !== true) return rest;
  const list = listOf(rest, steps, path, scope);
  if (list === undefined) return rest;
  const written = envelopes[list.paging === 'cursor' ? 'cursor' : 'total'](list.as);
  return { ...rest, ...written, headers: { ...written.headers, ...rest.headers } };
}

/** The list that the body names, or the only one there is; reported where there is none. */
function listOf(
  { body, ...others }: Exclude<NonNullable<AnswerDocument>, number>,
  steps: readonly Step[],
  path: DocumentPath,
  { context: { problems } }: OperationScope,
): ListStep | undefined {
  const lists = steps.filter((step): step is ListStep => step.kind === 'list' && !step.as.endsWith('$'));
  const isOther = (['value', 'text', 'file', 'redirect'] as const).some((key) => others[key] !== undefined);
  const named = lists.filter(({ as }) => body === undefined || body === as);
  const [list, another] = named;
  if (!isOther && another === undefined && list !== undefined) return list;
  const names = lists.map(({ as }) => as);
  problems.add({
    code: 'invalid_answer',
    path: [...path, 'envelope'],
    isKey: true,
    message: 'An envelope is put around one list of records, which a step `list` has read.',
    suggestion:
      names.length === 0
        ? 'Read a list: `- list: Task as tasks`; or leave `envelope` out.'
        : `Write ${names.map((name) => `\`body: ${name}\``).join(' or ')} beside it, and nothing else as the body.`,
  });
  return undefined;
}
