import { expect, test } from 'vitest';
import { readBlueprintDocument } from '../blueprint/read-blueprint.ts';
import { Problems } from '../blueprint/problems.ts';
import { addInternalEntity } from './internal-entities.ts';
import { lowerEntities } from './lower-entity.ts';
import { lowerTypes } from './lower-types.ts';
import type { LoweringContext } from './lowering-context.ts';

function contextWith(...names: readonly string[]): LoweringContext {
  const source = readBlueprintDocument({
    millwright: 1,
    name: 'sample',
    entities: Object.fromEntries(names.map((name) => [name, { fields: { title: 'text' } }])),
  });
  const problems = new Problems(source);
  const typeNames = lowerTypes(source.document, problems);
  const entities = lowerEntities(source.document.entities, typeNames, problems);
  return {
    source,
    problems,
    names: typeNames,
    entities,
    internals: new Map(),
    events: new Map(),
    config: [],
    slots: [],
  };
}

const wish = { name: 'Session', description: 'Who is signed in.', fields: [] };

test('an internal entity is added once and has the managed fields', () => {
  const context = contextWith('Task');
  const entity = addInternalEntity(context, wish);
  expect(addInternalEntity(context, wish)).toBe(entity);
  expect(entity).toMatchObject({ name: 'Session', isInternal: true });
  expect(entity.fields.map(({ name }) => name)).toEqual(['id', 'createdAt', 'updatedAt']);
});

test('it gives way to an entity of the blueprint with its name or its collection', () => {
  expect(addInternalEntity(contextWith('Session'), wish).name).toBe('SessionEntry');
  expect(addInternalEntity(contextWith('Session', 'SessionEntry'), wish).name).toBe('SessionEntryEntry');
});
