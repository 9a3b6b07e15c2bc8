import type { Operation, Step } from '../../model/operation.ts';

export type ListStep = Extract<Step, { kind: 'list' }>;

/** The list of an operation that the query filters, sorts and pages, if there is one. */
export function answeredList({ steps }: Operation): ListStep | undefined {
  return steps.filter((step) => step.kind === 'list').find(({ isWhole }) => isWhole !== true);
}
