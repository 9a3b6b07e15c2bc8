import type { Entity } from '../../model/entity.ts';
import { publicEntities } from '../../model/public-entities.ts';
import type { SystemModel } from '../../model/system.ts';
import { expressionsOf } from './steps-of.ts';
import type { WarningFinder } from './warning-finder.ts';

const pairs: readonly (readonly [RegExp, string])[] = [
  [/^start(s|sAt|At|sOn|Date|Time)?$/, 'end'],
  [/^(valid)?[fF]rom$/, 'to'],
  [/^checkIn(At|Date)?$/, 'checkOut'],
];

/** Two fields that say a span of time, which nothing requires to be in order. */
export const unorderedTimes: WarningFinder = (model) =>
  publicEntities(model).flatMap((entity) => {
    const span = spanOf(entity);
    if (span === undefined || isCompared(model, span)) return [];
    const [start, end] = span;
    return [
      {
        code: 'unordered_times',
        path: ['entities', entity.name, 'fields', end],
        message: `Nothing requires that ${start} comes before ${end}.`,
        suggestion: `Write the operation with \`require: input.${start} < input.${end}\` and an \`else\`.`,
      },
    ];
  });

function spanOf({ fields }: Entity): readonly [string, string] | undefined {
  const times = fields.filter(({ type, managed }) => managed === undefined && /^(date|time)/.test(type.kind));
  for (const { name } of times) {
    const [, word] = pairs.find(([start]) => start.test(name)) ?? [];
    const end =
      word === undefined
        ? undefined
        : times.find((one) => one.name.toLowerCase().includes(word.toLowerCase()));
    if (end !== undefined && end.name !== name) return [name, end.name];
  }
  return undefined;
}

function isCompared(model: SystemModel, [start, end]: readonly [string, string]): boolean {
  return expressionsOf(model).some(({ source }) => source.includes(start) && source.includes(end));
}
