import type { Operation } from '../../model/operation.ts';
import type { SystemModel } from '../../model/system.ts';
import { allSteps } from '../../model/walk-steps.ts';

/** Entities of which the operation may delete records, those that go along with others included. */
export function deletedBy(operation: Operation, { entities }: SystemModel): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (deleted: string) => {
    if (found.has(deleted)) return;
    found.add(deleted);
    for (const { name, fields } of entities) {
      const goesAlong = fields.some(({ type }) => {
        const item = type.kind === 'list' ? type.of : type;
        return item.kind === 'reference' && item.entity === deleted && item.onDelete === 'cascade';
      });
      if (goesAlong) visit(name);
    }
  };
  for (const step of allSteps(operation.steps)) if (step.kind === 'delete') visit(step.entity);
  return found;
}
