import type { SystemModel } from '../../model/system.ts';
import { type EntityWish, field, type ModelWish, standardModel } from './standard-model.ts';

/** The smallest useful system: tasks that can be completed. */
export function taskModel(rest: Partial<ModelWish> = {}): SystemModel {
  return standardModel({ name: 'task-api', title: 'Task API', entities: [task], ...rest });
}

export const task: EntityWish = {
  name: 'Task',
  fields: [
    field('title', { kind: 'text', minLength: 1, maxLength: 200 }),
    field('description', { kind: 'text', maxLength: 2000 }, { isOptional: true }),
  ],
  machine: {
    field: 'status',
    states: ['open', 'completed'],
    initial: 'open',
    actions: [{ name: 'complete', from: ['open'], to: 'completed' }],
  },
};

/** Every kind of field, reference chains, rules of deletion, uniqueness alone and together, states with several ways. */
export function libraryModel(rest: Partial<ModelWish> = {}): SystemModel {
  return standardModel({
    name: 'library',
    title: 'Library',
    entities: libraryEntities(),
    ...rest,
  });
}

export function libraryEntities(): readonly EntityWish[] {
  return [author, book, member, loan, shelf];
}

const author: EntityWish = {
  name: 'Author',
  fields: [
    field('name', { kind: 'text', minLength: 1, maxLength: 80 }),
    field('born', { kind: 'date' }, { isOptional: true }),
    field('website', { kind: 'text', format: 'url' }, { isOptional: true }),
  ],
};

const book: EntityWish = {
  name: 'Book',
  fields: [
    field('title', { kind: 'text', minLength: 1, maxLength: 200 }),
    field('isbn', { kind: 'text', format: 'isbn' }, { unique: { ignoreCase: false } }),
    field('author', { kind: 'reference', entity: 'Author', onDelete: 'restrict' }),
    field('copies', { kind: 'integer', minimum: 1, maximum: 99 }, literalDefault(1)),
    field('price', { kind: 'money', minimum: 0 }, { isOptional: true }),
    field(
      'tags',
      { kind: 'list', of: { kind: 'text', minLength: 1, maxLength: 30 }, minItems: 0, maxItems: 5 },
      { isOptional: true },
    ),
    field('code', { kind: 'text', pattern: '[A-Z]{2}-\\d{4}' }, { isOptional: true }),
    field('isRare', { kind: 'boolean' }, literalDefault(false)),
  ],
  sort: [{ field: 'title', descending: false }],
};

const member: EntityWish = {
  name: 'Member',
  fields: [
    field('name', { kind: 'text', minLength: 2, maxLength: 60 }),
    field('email', { kind: 'text', format: 'email' }, { unique: { ignoreCase: true } }),
    field(
      'level',
      { kind: 'enum', values: ['basic', 'plus', 'it’s "all" `in` ${it}'] },
      literalDefault('basic'),
    ),
    field('favourite', { kind: 'reference', entity: 'Author', onDelete: 'clear' }, { isOptional: true }),
  ],
};

const loan: EntityWish = {
  name: 'Loan',
  fields: [
    field('book', { kind: 'reference', entity: 'Book', onDelete: 'cascade' }),
    field('member', { kind: 'reference', entity: 'Member', onDelete: 'restrict' }),
    field('day', { kind: 'date' }, { defaultValue: { kind: 'today' } }),
    field('takenAt', { kind: 'datetime' }, { defaultValue: { kind: 'now' } }),
    field('pickup', { kind: 'time' }, { isOptional: true }),
    field('weight', { kind: 'number', minimum: 0.5, maximum: 20 }, { isOptional: true }),
  ],
  uniqueTogether: [['book', 'member', 'day']],
  machine: {
    field: 'state',
    states: ['requested', 'active', 'returned', 'lost'],
    initial: 'requested',
    actions: [
      { name: 'handOut', from: ['requested'], to: 'active' },
      { name: 'giveBack', from: ['active', 'lost'], to: 'returned' },
      { name: 'reportLost', from: ['active'], to: 'lost' },
    ],
  },
  sort: [{ field: 'createdAt', descending: true }],
};

const shelf: EntityWish = {
  name: 'Shelf',
  fields: [
    field('number', { kind: 'integer', minimum: 1, maximum: 20 }, { unique: { ignoreCase: false } }),
    field('notes', { kind: 'json' }, { isOptional: true }),
  ],
  api: ['create', 'list', 'read'],
};

function literalDefault(value: string | number | boolean) {
  return { defaultValue: { kind: 'literal' as const, value } };
}
