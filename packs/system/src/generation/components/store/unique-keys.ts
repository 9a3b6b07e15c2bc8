import type { Entity } from '../../../model/entity.ts';

/** Fields whose values, taken together, no two records share. */
export interface UniqueKey {
  readonly fields: readonly string[];
  readonly ignoreCase: boolean;
}

export function uniqueKeysOf({ fields, uniqueTogether }: Entity): readonly UniqueKey[] {
  const alone = fields.flatMap(({ name, unique }) =>
    unique === undefined ? [] : [{ fields: [name], ignoreCase: unique.ignoreCase }],
  );
  return [...alone, ...uniqueTogether.map((names) => ({ fields: names, ignoreCase: false }))];
}
