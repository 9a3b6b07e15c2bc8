import type { Field } from '../model/field.ts';
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
  reportFields(planned, { place: 'headers', fields: signature.headers }, scope);
  if (signature.isListInput) reportList(planned, scope);
  else if (typeof planned.document.input !== 'string')
    reportFields(planned, { place: 'input', fields: signature.input }, scope);
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
  { place, fields }: { readonly place: 'input' | 'headers'; readonly fields: readonly Field[] },
  scope: OperationScope,
): void {
  for (const field of fields) {
    if (scope.isUsed(place, field.name)) continue;
    scope.context.problems.add({
      code: 'input_unused',
      path: [...path, place, field.name],
      isKey: true,
      message: `No step uses \`${place}.${field.name}\`.`,
      suggestion:
        place === 'input'
          ? 'Put it in a `set`, copy it with `from: input`, or leave it out.'
          : 'Use it in an expression, or leave it out.',
    });
  }
}
