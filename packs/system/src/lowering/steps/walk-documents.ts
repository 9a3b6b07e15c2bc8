import type { StepDocument } from '../../blueprint/document.ts';

/** The lists of steps inside a step, with the keys they stand under. */
export function innerDocuments(
  step: StepDocument,
): readonly { readonly key: string; readonly steps: readonly StepDocument[] }[] {
  if ('if' in step) {
    return [
      { key: 'then', steps: step.then },
      { key: 'else', steps: step.else ?? [] },
    ];
  }
  return 'each' in step ? [{ key: 'do', steps: step.do }] : [];
}

/** Steps with those inside them, from the top down. */
export function allDocuments(steps: readonly StepDocument[]): StepDocument[] {
  return steps.flatMap((step) => [
    step,
    ...innerDocuments(step).flatMap((inner) => allDocuments(inner.steps)),
  ]);
}

/** Variables whose records the steps change. */
export function changedVariables(steps: readonly StepDocument[]): string[] {
  return allDocuments(steps).flatMap((step) => {
    if ('update' in step) return [step.update];
    return 'increment' in step ? [step.increment.split('.')[0] ?? ''] : [];
  });
}
