import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { Entity } from '../../model/entity.ts';
import type { Field } from '../../model/field.ts';
import { copiedFields } from '../lower-assignments.ts';
import type { OperationScope } from '../operation-scope.ts';
import type { InputDeclaration } from './step-surroundings.ts';

/** The fields that `from: input` copies; reports when there are none. */
export function copyInput(
  input: InputDeclaration,
  entity: Entity,
  path: DocumentPath,
  scope: OperationScope,
): readonly Field[] {
  const copied = copiedFields(input.fields, entity, input.path, scope);
  const hasFields = entity.fields.some((field) => field.managed === undefined);
  if (copied.length === 0 && (hasFields || input.fields.length > 0)) {
    scope.context.problems.add({
      code: 'input_unused',
      path: [...path, 'from'],
      message: `The input has no field that ${entity.name} has.`,
      suggestion: `Write \`input: ${entity.name}\` to take all of them.`,
    });
  }
  return copied;
}
