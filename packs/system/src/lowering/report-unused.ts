import type { PlannedOperation } from './lower-operation.ts';
import type { OperationScope } from './operation-scope.ts';
import type { OperationSignature } from './operation-signature.ts';

/** What the world gives and nobody uses is a mistake: nothing is dropped without a word. */
export function reportUnused(
  planned: PlannedOperation,
  signature: OperationSignature,
  scope: OperationScope,
): void {
  reportParameters(planned, signature, scope);
  if (signature.isListInput) reportList(planned, scope);
  else if (typeof planned.document.input !== 'string') reportFields(planned, signature, scope);
}

function reportParameters(
  { document, path }: PlannedOperation,
  { parameters }: OperationSignature,
  scope: OperationScope,
): void {
  for (const parameter of parameters) {
    if (scope.isUsed('path', parameter)) continue;
    scope.context.problems.add({
      code: 'unknown_parameter',
      path: [...path, 'http'],
      offset: document.http.indexOf(`{${parameter}}`),
      message: `No step uses the path parameter \`{${parameter}}\`.`,
      suggestion: `Load by it, or use \`path.${parameter}\` in an expression.`,
    });
  }
}

function reportList({ path }: PlannedOperation, scope: OperationScope): void {
  if (scope.usesVariable('input')) return;
  scope.context.problems.add({
    code: 'input_unused',
    path: [...path, 'input'],
    isKey: true,
    message: 'No step uses `input`.',
    suggestion: 'Go through the list: `- each: item in input`.',
  });
}

function reportFields(
  { path }: PlannedOperation,
  { input }: OperationSignature,
  scope: OperationScope,
): void {
  for (const field of input) {
    if (scope.isUsed('input', field.name)) continue;
    scope.context.problems.add({
      code: 'input_unused',
      path: [...path, 'input', field.name],
      isKey: true,
      message: `No step uses \`input.${field.name}\`.`,
      suggestion: 'Put it in a `set`, copy it with `from: input`, or leave it out.',
    });
  }
}
