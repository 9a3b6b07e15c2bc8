import { orderOfCreation } from '../../model/sort-key.ts';
import type { Expression, ExpressionNode, ValueType } from '../../expression/expression.ts';
import type { Step } from '../../model/operation.ts';

/** A step that reads all records that meet a condition, in the order of creation. */
export function wholeListStep(entity: string, as: string, where: Expression | undefined): Step {
  return {
    kind: 'list',
    entity,
    as,
    filters: [],
    ...(where === undefined ? {} : { where }),
    sortable: [],
    defaultSort: orderOfCreation,
    limit: { standard: 1, maximum: 1 },
    isWhole: true,
  };
}

/** What such a step leaves in its variable. */
export function listNode(entity: string, as: string): ExpressionNode {
  const type: ValueType = { kind: 'list', of: { kind: 'record', entity } };
  return { kind: 'variable', name: as, type };
}
