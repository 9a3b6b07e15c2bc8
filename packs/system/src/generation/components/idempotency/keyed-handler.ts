import type { SourceFile } from '../../code/source-file.ts';
import type { OperationPlan } from '../../plan/operation-plan.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { idempotencyFile } from './idempotency-files.ts';
import { keyOwner } from './key-owner.ts';

/** What the handler of an operation does about idempotency keys. */
export interface KeyedHandler {
  /** What the gate must tell. */
  readonly names: readonly string[];
  /** What the operation is told of the key. */
  readonly request: readonly string[];
  /** Before anything of the request is read. */
  readonly first: (file: SourceFile) => readonly string[];
  /** Once the body is read. */
  readonly last: (file: SourceFile) => readonly string[];
  /** The statements that answer. */
  readonly answer: (render: (asked: string) => readonly string[], question: string) => readonly string[];
}

const plain: KeyedHandler = {
  names: [],
  request: [],
  first: () => [],
  last: () => [],
  answer: (render, question) => render(question),
};

export function planKeyed({ operation, input }: OperationPlan, { model }: SystemPlan): KeyedHandler {
  const { idempotency } = operation;
  if (idempotency === undefined) return plain;
  const owner = keyOwner(operation, model.access);
  const body = operation.patch === undefined ? 'input' : 'change';
  const given = ['c', owner.code, ...(input === undefined ? [] : [body])].join(', ');
  return {
    names: owner.names,
    request: ['keyed.request'],
    first: (file) =>
      idempotency.isRequired ? [`${file.imports.value(idempotencyFile, 'expectKey')}(c);`] : [],
    last: (file) => [`const keyed = new ${file.imports.value(idempotencyFile, 'Idempotency')}(${given});`],
    answer: (render, question) => render(`keyed.resultOf(${question})`).map(toldAnswer),
  };
}

/** The statement that answers says whether it does so again. */
function toldAnswer(line: string): string {
  const [, answer] = /^return (.+);$/s.exec(line) ?? [];
  return answer === undefined ? line : `return keyed.answer(${answer});`;
}
