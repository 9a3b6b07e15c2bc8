import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isFreeVariable, isSafeTypeName, listVariableName, variableName } from './identifier.ts';
import { camelCase, kebabCase, pascalCase, snakeCase, spaced } from './letter-case.ts';
import { didYouMean, nearestName } from './nearest-name.ts';
import { plural, singular } from './plural.ts';

const nouns: readonly (readonly [string, string])[] = [
  ['task', 'tasks'],
  ['TaskList', 'TaskLists'],
  ['category', 'categories'],
  ['day', 'days'],
  ['box', 'boxes'],
  ['class', 'classes'],
  ['branch', 'branches'],
  ['dish', 'dishes'],
  ['bus', 'buses'],
  ['minibus', 'minibuses'],
  ['family', 'families'],
  ['party', 'parties'],
  ['copy', 'copies'],
  ['database', 'databases'],
  ['coach', 'coaches'],
  ['police', 'police'],
  ['address', 'addresses'],
  ['status', 'statuses'],
  ['person', 'people'],
  ['SalesPerson', 'SalesPeople'],
  ['child', 'children'],
  ['Bookshelf', 'Bookshelves'],
  ['craftsman', 'craftsmen'],
  ['human', 'humans'],
  ['specimen', 'specimens'],
  ['knife', 'knives'],
  ['belief', 'beliefs'],
  ['chef', 'chefs'],
  ['analysis', 'analyses'],
  ['criterion', 'criteria'],
  ['medium', 'media'],
  ['series', 'series'],
  ['species', 'species'],
  ['equipment', 'equipment'],
  ['quiz', 'quizzes'],
  ['hero', 'heroes'],
  ['photo', 'photos'],
  ['movie', 'movies'],
  ['cookie', 'cookies'],
  ['house', 'houses'],
  ['course', 'courses'],
  ['case', 'cases'],
  ['purchase', 'purchases'],
  ['size', 'sizes'],
  ['cache', 'caches'],
  ['vehicle', 'vehicles'],
  ['invoice', 'invoices'],
  ['lens', 'lenses'],
  ['API', 'APIs'],
  ['index', 'indexes'],
  ['key', 'keys'],
  ['wife', 'wives'],
  ['midwife', 'midwives'],
  ['leaf', 'leaves'],
  ['roof', 'roofs'],
  ['bonus', 'bonuses'],
  ['match', 'matches'],
  ['tax', 'taxes'],
  ['exercise', 'exercises'],
  ['license', 'licenses'],
  ['gas', 'gases'],
  ['workshop', 'workshops'],
  ['shoe', 'shoes'],
  ['mouse', 'mice'],
  ['plant-species', 'plant-species'],
];

test.each(nouns)('the plural of %s is %s, and back', (one, many) => {
  expect(plural(one)).toBe(many);
  expect(singular(many)).toBe(one);
  expect(plural(many)).toBe(many);
  expect(singular(one)).toBe(one);
});

test('any name has a plural, and the plural of a plural is the same', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Z][a-z]{2,8}([A-Z][a-z]{2,8})?$/), (name) => {
      expect(plural(name)).toMatch(/^[A-Z][A-Za-z]+$/);
    }),
  );
});

test('names change their letter case word by word', () => {
  const spellings = ['TaskList', 'taskList', 'task-list', 'task list', 'task_list', 'Task List'];
  for (const spelling of spellings) {
    expect(camelCase(spelling)).toBe('taskList');
    expect(pascalCase(spelling)).toBe('TaskList');
    expect(kebabCase(spelling)).toBe('task-list');
    expect(snakeCase(spelling)).toBe('task_list');
    expect(spaced(spelling)).toBe('task list');
  }
  expect(kebabCase('HTTPServer')).toBe('http-server');
  expect(kebabCase('OpenAPIs')).toBe('open-apis');
});

describe('identifiers', () => {
  test('the variables of an entity are legal TypeScript', () => {
    expect(variableName('TaskList')).toBe('taskList');
    expect(variableName('Class')).toBe('classRecord');
    expect(listVariableName('Table', 'Tables')).toBe('tableRecords');
    expect(['delete', 'await', 'input', 'tables', 'console', 'namespace', 'loop'].some(isFreeVariable)).toBe(
      false,
    );
    expect(['from', 'type', 'task', 'of'].every(isFreeVariable)).toBe(true);
  });

  test('names that generated code needs are no names of entities', () => {
    expect(['Date', 'Map', 'Error', 'Promise', 'Problem', 'Store', 'Config'].some(isSafeTypeName)).toBe(
      false,
    );
    expect(['Event', 'Table', 'Class', 'Account'].every(isSafeTypeName)).toBe(true);
  });
});

test('the nearest name is the one with the fewest slips', () => {
  expect(nearestName('titel', ['title', 'tile', 'total'])).toBe('title');
  expect(nearestName('Title', ['title', 'Titel'])).toBe('title');
  expect(nearestName('zebra', ['title'])).toBeUndefined();
  expect(didYouMean('staus', ['status', 'stats'])).toBe('Did you mean `status`?');
});
