import { expect, test } from 'vitest';
import type { StateAction } from '../../model/entity.ts';
import type { Field, FieldType } from '../../model/field.ts';
import type { SystemModel } from '../../model/system.ts';
import { deriveScenarios } from '../derive-scenarios.ts';
import { requirementsFor } from '../testing/requirements-for.ts';
import { libraryEntities, libraryModel } from '../testing/sample-models.ts';
import { type EntityWish, standardModel } from '../testing/standard-model.ts';
import { playScenario } from './play-scenario.ts';

/** A system that misses what the target asks for. */
interface Mutant {
  readonly target: string;
  readonly what: string;
  readonly model: SystemModel;
}

test.each(mutants())('$target: a system with $what fails a scenario', ({ target, model }) => {
  const { scenarios } = deriveScenarios(requirementsFor([target]), libraryModel());
  const failed = scenarios.filter((scenario) => playScenario(model, scenario) !== undefined);
  expect(failed).not.toEqual([]);
});

function mutants(): readonly Mutant[] {
  return [
    ...fieldMutants('Author', 'name', {
      'an optional name': { isOptional: true },
      'a longer name': { type: { kind: 'text', minLength: 1, maxLength: 81 } },
      'a name that may be empty': { type: { kind: 'text', minLength: 0, maxLength: 80 } },
    }),
    ...fieldMutants('Author', 'born', {
      'a required birthday': { isOptional: false },
      'a birthday in any form': { type: { kind: 'text' } },
    }),
    ...fieldMutants('Author', 'website', { 'any text as website': { type: { kind: 'text' } } }),
    ...fieldMutants('Book', 'isbn', { 'equal isbns': { unique: undefined } }),
    ...fieldMutants('Book', 'copies', {
      'no default': { defaultValue: undefined },
      'another default': { defaultValue: { kind: 'literal', value: 2 } },
      'no lower bound': { type: { kind: 'integer', maximum: 99 } },
      'a higher upper bound': { type: { kind: 'integer', minimum: 1, maximum: 100 } },
      fractions: { type: { kind: 'number', minimum: 1, maximum: 99 } },
    }),
    ...fieldMutants('Book', 'price', { 'negative prices': { type: { kind: 'money' } } }),
    ...fieldMutants('Book', 'author', {
      'cascading deletion': { type: { kind: 'reference', entity: 'Author', onDelete: 'cascade' } },
      'books without authors': { isOptional: true },
      'any text as author': { type: { kind: 'text' } },
    }),
    ...fieldMutants('Book', 'code', { 'any code': { type: { kind: 'text' } } }),
    ...fieldMutants('Book', 'tags', {
      'no list': { type: { kind: 'text' } },
      'longer lists': { type: list(6) },
    }),
    ...fieldMutants('Member', 'email', { 'case that matters': { unique: { ignoreCase: false } } }),
    ...fieldMutants('Member', 'level', {
      'any level': { type: { kind: 'text' } },
      'a missing level': { type: { kind: 'enum', values: ['plus'] } },
      'every value but the last': { type: { kind: 'enum', values: ['basic', 'plus'] } },
    }),
    ...fieldMutants('Member', 'favourite', {
      'no clearing': { type: { kind: 'reference', entity: 'Author', onDelete: 'restrict' } },
    }),
    ...fieldMutants('Loan', 'book', {
      'no cascade': { type: { kind: 'reference', entity: 'Book', onDelete: 'restrict' } },
    }),
    ...fieldMutants('Loan', 'day', { 'no default': { defaultValue: undefined, isOptional: true } }),
    ...fieldMutants('Loan', 'takenAt', { 'no default': { defaultValue: undefined, isOptional: true } }),
    ...entityMutants('Loan', 'unique.0', { 'no combined uniqueness': { uniqueTogether: [] } }),
    ...entityMutants('Loan', 'sort', {
      'the opposite order': { sort: [{ field: 'createdAt', descending: false }] },
    }),
    ...entityMutants('Book', 'sort', {
      'another order': { sort: [{ field: 'createdAt', descending: false }] },
    }),
    ...entityMutants('Shelf', 'api', {
      'deletion nobody wanted': { api: ['create', 'list', 'read', 'delete'] },
    }),
    ...(['create', 'list', 'read', 'update', 'delete'] as const).flatMap((kind) =>
      entityMutants('Author', `api.${kind}`, {
        [`no ${kind}`]: {
          api: (['create', 'list', 'read', 'update', 'delete'] as const).filter((one) => one !== kind),
        },
      }),
    ),
    ...actionMutants('handOut', {
      'a wrong goal': { to: 'returned' },
      'no condition': { from: ['requested', 'active', 'returned', 'lost'] },
    }),
    ...actionMutants('giveBack', {
      'a missing start': { from: ['active'] },
      'one start too many': { from: ['active', 'lost', 'requested'] },
    }),
    {
      target: 'storage',
      what: 'a memory that lasts',
      model: libraryModel({ storage: { kind: 'sqlite', file: 'x' } }),
    },
    { target: 'title', what: 'another title', model: libraryModel({ title: 'Film club' }) },
    { target: 'interfaces.http', what: 'another prefix', model: libraryModel({ prefix: '/api' }) },
    {
      target: 'interfaces.http.port',
      what: 'another port',
      model: { ...libraryModel(), http: { port: 3000, prefix: '' } },
    },
    {
      target: 'entities.Book.filters.author',
      what: 'a filter that does nothing',
      model: withoutFilters(),
    },
  ];
}

type FieldChange = { readonly [Key in keyof Field]?: Field[Key] | undefined };

function fieldMutants(
  entity: string,
  field: string,
  changes: Readonly<Record<string, FieldChange>>,
): readonly Mutant[] {
  return Object.entries(changes).map(([what, change]) => ({
    target: `entities.${entity}.fields.${field}`,
    what,
    model: withEntity(entity, (one) => ({
      fields: one.fields.map((each) => (each.name === field ? changed(each, change) : each)),
    })),
  }));
}

function changed(field: Field, change: FieldChange): Field {
  const entries = Object.entries({ ...field, ...change }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as unknown as Field;
}

function entityMutants(
  entity: string,
  target: string,
  changes: Readonly<Record<string, Partial<EntityWish>>>,
): readonly Mutant[] {
  return Object.entries(changes).map(([what, change]) => ({
    target: `entities.${entity}.${target}`,
    what,
    model: withEntity(entity, () => change),
  }));
}

function actionMutants(
  action: string,
  changes: Readonly<Record<string, Partial<StateAction>>>,
): readonly Mutant[] {
  return Object.entries(changes).map(([what, change]) => ({
    target: `entities.Loan.states.actions.${action}`,
    what,
    model: withEntity('Loan', ({ machine }) =>
      machine
        ? {
            machine: {
              ...machine,
              actions: machine.actions.map((one) => (one.name === action ? { ...one, ...change } : one)),
            },
          }
        : {},
    ),
  }));
}

function withEntity(name: string, change: (entity: EntityWish) => Partial<EntityWish>): SystemModel {
  const entities = libraryEntities().map((one) => (one.name === name ? { ...one, ...change(one) } : one));
  return standardModel({ name: 'library', title: 'Library', entities });
}

function withoutFilters(): SystemModel {
  const model = libraryModel();
  return {
    ...model,
    operations: model.operations.map((operation) => ({
      ...operation,
      steps: operation.steps.map((step) => (step.kind === 'list' ? { ...step, filters: [] } : step)),
    })),
  };
}

function list(maxItems: number): FieldType {
  return { kind: 'list', of: { kind: 'text', minLength: 1, maxLength: 30 }, minItems: 0, maxItems };
}
