import type { Field } from '../../model/field.ts';
import type { Operation } from '../../model/operation.ts';
import type { SystemModel } from '../../model/system.ts';

/** Creating operations first, those of entities that others refer to before the others; the rest as they come. */
export function inOrderOfNeed(model: SystemModel): readonly Operation[] {
  const depths = new Map(model.entities.map(({ name }) => [name, depthOf(name, model, [])]));
  const rank = (operation: Operation) =>
    operation.answer.location ? (depths.get(operation.entity) ?? 0) : model.entities.length + 1;
  return [...model.operations].toSorted((a, b) => rank(a) - rank(b));
}

function depthOf(entity: string, model: SystemModel, path: readonly string[]): number {
  if (path.includes(entity)) return path.length;
  const fields = model.entities.find(({ name }) => name === entity)?.fields ?? [];
  const depths = fields
    .flatMap(requiredReferences)
    .map((name) => 1 + depthOf(name, model, [...path, entity]));
  return Math.max(0, ...depths);
}

function requiredReferences({ type, isOptional }: Field): readonly string[] {
  return type.kind === 'reference' && !isOptional ? [type.entity] : [];
}
