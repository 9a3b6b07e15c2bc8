import type { Entity } from './entity.ts';
import { refersWithin } from './nested-references.ts';

/**
 * What goes with a record, those first whose records keep others of it from being deleted: the votes of a poll before its options,
 * when a vote refers to an option. Otherwise the order stays.
 */
export function inOrderOfRemoval<Item>(items: readonly Item[], entityOf: (item: Item) => Entity): Item[] {
  const left = [...items];
  return items.map(() => {
    const free = left.findIndex((one) =>
      left.every((other) => other === one || !keepsFromRemoval(entityOf(other), entityOf(one).name)),
    );
    return left.splice(Math.max(0, free), 1)[0] as Item;
  });
}

function keepsFromRemoval({ name, fields }: Entity, target: string): boolean {
  if (name === target) return false;
  return fields.some(({ type }) => {
    const item = type.kind === 'list' ? type.of : type;
    if (item.kind !== 'reference') return refersWithin(type, target);
    return item.entity === target && item.onDelete === 'restrict';
  });
}
