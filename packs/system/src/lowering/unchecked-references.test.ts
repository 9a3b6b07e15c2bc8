import { expect, test } from 'vitest';
import { readBlueprint } from '../blueprint/read-blueprint.ts';
import { allSteps } from '../model/walk-steps.ts';
import { lower } from './lower.ts';

const lookedUp = (input: string, steps: string) => {
  const model = lower(
    readBlueprint(`
millwright: 1
name: shop
events: { asked: { item: Item?, note: text? } }
entities:
  Item: { fields: { name: text } }
  Order: { fields: { item: Item?, note: text? } }
operations:
  ask:
    http: POST /questions
    input: ${input}
    do:
${steps}
`),
  );
  const ask = model.operations.find(({ name }) => name === 'ask');
  return allSteps(ask?.steps ?? []).flatMap((step) =>
    step.kind === 'load' ? [step.missing.about?.field] : [],
  );
};

test('a reference that is only passed on is looked up', () => {
  const emit = '      - emit: asked\n        set: { item: input.item }';
  expect(lookedUp('{ item: Item }', emit)).toEqual(['item']);
  expect(lookedUp('{ item: Item? }', emit)).toEqual(['item']);
  const copied = `      - create: Item\n        from: input\n${emit}`;
  expect(lookedUp('{ name: text, item: Item }', copied)).toEqual(['item']);
});

test('one that a step looks up or keeps is not looked up twice', () => {
  expect(lookedUp('{ item: Item }', '      - load: Item as item\n        by: input.item')).toEqual(['item']);
  expect(lookedUp('{ item: Item }', '      - create: Order\n        from: input')).toEqual([]);
  expect(lookedUp('{ item: Item? }', '      - create: Order\n        set: { item: input.item }')).toEqual([]);
});
