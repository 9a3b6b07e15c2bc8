import type { Entity } from '../../../model/entity.ts';

/** Fields whose values, taken together, no two records share. */
export interface UniqueKey {
  readonly fields: readonly string[];
  readonly ignoreCase: boolean;
  /** Holds for some records only, or refuses in words of its own. */
  readonly isConditional?: true;
}

/** The keys as tables check them: those that are kept in a field of their own by that field alone. */
export function storedKeysOf(entity: Entity): readonly UniqueKey[] {
  const kept = entity.keptKeys ?? [];
  const isKept = (key: UniqueKey) => kept.some(({ fields }) => fields.join() === key.fields.join());
  return [
    ...uniqueKeysOf(entity).filter((key) => !isKept(key)),
    ...kept.map((key) => ({ fields: [key.kept], ignoreCase: false })),
  ];
}

/** The keys as the blueprint says them. */
export function uniqueKeysOf({ fields, uniqueTogether, keptKeys = [] }: Entity): readonly UniqueKey[] {
  const alone = fields.flatMap(({ name, unique }) =>
    unique === undefined ? [] : [{ fields: [name], ignoreCase: unique.ignoreCase }],
  );
  const plain = [...alone, ...uniqueTogether.map((names) => ({ fields: names, ignoreCase: false }))];
  const conditional = keptKeys
    .filter(
      (key) => key.where ?? key.otherwise ?? !plain.some((own) => own.fields.join() === key.fields.join()),
    )
    .map((key) => ({ fields: key.fields, ignoreCase: key.ignoreCase, isConditional: true as const }));
  return [...plain, ...conditional];
}
