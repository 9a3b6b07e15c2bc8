import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { StepDocument } from '../../blueprint/document.ts';
import type { Answer, Step } from '../../model/operation.ts';
import { innerSteps, mapInnerSteps } from '../../model/walk-steps.ts';
import type { OperationScope } from '../operation-scope.ts';
import type { StepOf } from './step-surroundings.ts';
import { innerDocuments } from './walk-documents.ts';

type ListStep = Extract<Step, { kind: 'list' }>;

/** The one list that the query may filter, sort and page through: the list that is answered. */
export function pagedList(steps: readonly Step[], { body }: Answer): ListStep | undefined {
  return steps
    .filter((step) => step.kind === 'list')
    .find((step) => body.kind === 'variable' && body.name === step.as);
}

/** Any other list is worked with and read whole: a client must not be able to hide records from a requirement. */
export function withWholeLists(steps: readonly Step[], answer: Answer): Step[] {
  const paged = pagedList(steps, answer);
  return steps.map((step) => whole(step, paged));
}

function whole(step: Step, paged: ListStep | undefined): Step {
  if (step.kind !== 'list') return mapInnerSteps(step, (inner) => whole(inner, paged));
  return step === paged ? step : { ...step, filters: [], sortable: [], isWhole: true };
}

/** Reports what only the list that is answered may have. `steps` are those of `documents`, one for one. */
export function reportPages(
  documents: readonly StepDocument[],
  steps: readonly Step[],
  path: DocumentPath,
  scope: OperationScope,
): void {
  documents.forEach((document, index) => {
    const step = steps[index];
    if (step === undefined) return;
    const inner = innerSteps(step);
    innerDocuments(document).forEach(({ key, steps: own }, at) => {
      const lowered = inner[at] ?? [];
      if (own.length === lowered.length) reportPages(own, lowered, [...path, index, key], scope);
    });
    if ('list' in document && step.kind === 'list' && step.isWhole === true) {
      reportPage(document, [...path, index], scope);
    }
  });
}

function reportPage(document: StepOf<'list'>, path: DocumentPath, scope: OperationScope): void {
  for (const key of ['filters', 'limit'] as const) {
    if (document[key] === undefined) continue;
    scope.context.problems.add({
      code: 'invalid_constraint',
      path: [...path, key],
      isKey: true,
      message: `\`${key}\` belongs to the list that is answered; this one is read whole.`,
      suggestion: 'Leave it out, and narrow the list with `where`.',
    });
  }
}
