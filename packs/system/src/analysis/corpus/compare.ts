import { offeredOperations, transitionText } from '../../blueprint/short-forms.ts';
import type { BlueprintDocument } from '../../blueprint/document.ts';
import { analyse, type Analysis } from '../analyse.ts';
import type { CorpusCase, ExpectedEntity } from './read-corpus.ts';

/** What is counted: found of what was expected, and how much was found that nobody said. */
export type Measure = 'entities' | 'fields' | 'types' | 'constraints' | 'states' | 'actions' | 'settings';

export interface Score {
  expected: number;
  found: number;
  wrong: number;
}

export interface Comparison {
  readonly scores: Readonly<Record<Measure, Score>>;
  /** Each difference in one line. */
  readonly differences: readonly string[];
}

const MEASURES: readonly Measure[] = [
  'entities',
  'fields',
  'types',
  'constraints',
  'states',
  'actions',
  'settings',
];
const SIGNS = { understood: '✓', partly: '~', 'not-understood': '✗' } as const;

export function emptyScores(): Record<Measure, Score> {
  return Object.fromEntries(
    MEASURES.map((measure) => [measure, { expected: 0, found: 0, wrong: 0 }]),
  ) as Record<Measure, Score>;
}

/** Analyses a case of the corpus and compares. */
export function compareCase(one: CorpusCase): Comparison {
  const board = new Board();
  let analysis: Analysis | undefined;
  let failure = '';
  try {
    analysis = analyse(one.request);
  } catch (error) {
    failure = (error as { code?: string }).code ?? String(error);
  }
  if (one.expected.settings['error'] !== undefined || analysis === undefined) {
    board.check('settings', 'error', one.expected.settings['error'] ?? '', failure);
    if (analysis === undefined)
      for (const name of Object.keys(one.expected.entities)) board.miss('entities', name);
    return board;
  }
  compareEntities(board, one, analysis.document);
  compareSettings(board, one, analysis);
  return board;
}

class Board implements Comparison {
  readonly scores = emptyScores();
  readonly differences: string[] = [];

  check(measure: Measure, what: string, expected: string, actual: string | undefined): void {
    const score = this.scores[measure];
    score.expected += 1;
    if (expected === actual) score.found += 1;
    else this.differences.push(`${measure}: ${what}: expected ${expected}, got ${actual ?? 'nothing'}`);
  }

  miss(measure: Measure, what: string): void {
    this.scores[measure].expected += 1;
    this.differences.push(`${measure}: ${what} is missing`);
  }

  hit(measure: Measure): void {
    this.scores[measure].expected += 1;
    this.scores[measure].found += 1;
  }

  wrong(measure: Measure, what: string): void {
    this.scores[measure].wrong += 1;
    this.differences.push(`${measure}: ${what} was not asked for`);
  }
}

type EntityDocument = BlueprintDocument['entities'][string];

function compareEntities(board: Board, one: CorpusCase, document: BlueprintDocument): void {
  for (const [name, expected] of Object.entries(one.expected.entities)) {
    const actual = document.entities[name];
    if (actual === undefined) {
      board.miss('entities', name);
      for (const field of Object.keys(expected.fields)) board.miss('fields', `${name}.${field}`);
      continue;
    }
    board.hit('entities');
    compareFields(board, name, expected, actual);
    compareStates(board, name, expected, actual);
  }
  for (const name of Object.keys(document.entities))
    if (one.expected.entities[name] === undefined) board.wrong('entities', name);
  for (const name of one.expected.operations)
    board.check(
      'settings',
      `operation ${name}`,
      name,
      document.operations?.[name] === undefined ? undefined : name,
    );
}

function baseOf(notation: string): string {
  return notation.includes('|') ? 'enum' : (/^[A-Za-z]+(?:\[\])?/.exec(notation)?.[0] ?? notation);
}

function compareFields(board: Board, entity: string, expected: ExpectedEntity, actual: EntityDocument): void {
  for (const [name, notation] of Object.entries(expected.fields)) {
    const found = actual.fields[name];
    if (typeof found !== 'string') {
      board.miss('fields', `${entity}.${name}`);
      continue;
    }
    board.hit('fields');
    board.check('types', `${entity}.${name}`, baseOf(notation), baseOf(found));
    board.check('constraints', `${entity}.${name}`, notation, found);
  }
  const known = new Set(Object.keys(expected.fields));
  for (const name of Object.keys(actual.fields))
    if (!known.has(name)) board.wrong('fields', `${entity}.${name}: ${String(actual.fields[name])}`);
}

function compareStates(board: Board, entity: string, expected: ExpectedEntity, actual: EntityDocument): void {
  if (expected.states)
    board.check('states', entity, expected.states.join(', '), actual.states?.values.join(', '));
  else if (actual.states) board.wrong('states', `${entity}: ${actual.states.values.join(', ')}`);
  if (expected.actions) {
    for (const [name, arrow] of Object.entries(expected.actions))
      board.check(
        'actions',
        `${entity}.${name}`,
        arrow,
        actual.states?.actions[name] && transitionText(actual.states.actions[name]),
      );
    for (const name of Object.keys(actual.states?.actions ?? {}))
      if (expected.actions[name] === undefined) board.wrong('actions', `${entity}.${name}`);
  }
  if (expected.api)
    board.check(
      'settings',
      `${entity} api`,
      expected.api.join(', '),
      actual.api && offeredOperations(actual.api).join(', '),
    );
  if (expected.sort)
    board.check(
      'settings',
      `${entity} sort`,
      [expected.sort].flat().join(', '),
      [actual.sort ?? []].flat().join(', '),
    );
  for (const set of expected.unique ?? [])
    board.check(
      'constraints',
      `${entity} unique`,
      set,
      actual.unique
        ?.map((names) => (Array.isArray(names) ? names.join('+') : ''))
        .find((names) => names === set),
    );
}

function compareSettings(board: Board, one: CorpusCase, { document, requirements }: Analysis): void {
  const http = document.interfaces?.http;
  const actual: Record<string, string> = {
    name: document.name,
    storage: String(document.storage),
    port: String(http?.port),
    prefix: String(http?.prefix),
    statements: requirements.statements.map((statement) => SIGNS[statement.status]).join(''),
  };
  for (const [key, value] of Object.entries(one.expected.settings))
    board.check('settings', key, value, actual[key]);
  if (one.expected.settings['statements'] !== undefined) return;
  for (const statement of requirements.statements) {
    if (statement.status !== 'understood')
      board.differences.push(`${statement.status}: “${statement.text.slice(0, 80)}”: ${statement.why ?? ''}`);
  }
}
