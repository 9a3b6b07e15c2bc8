import { describe, expect, test } from 'vitest';
import { tokenise } from '../text/tokens.ts';
import { dropPreamble, splitClauses, trimJoints } from './clauses.ts';
import { CONSTRAINT_FORMS } from './constraint-forms.ts';
import { readConstraints } from './constraints.ts';
import type { Surroundings } from './form.ts';
import { ASPECT_FORMS, readAspects } from './forms/aspects.ts';
import { AS_SAID_FORMS } from './forms/value-sentences.ts';
import { readNounPhrase } from './noun-phrase.ts';
import { readClause } from './read-clause.ts';
import { SENTENCE_FORMS, WHOLE_SENTENCE_FORMS } from './sentence-forms.ts';

const tokens = (text: string) => trimJoints(tokenise(text, 0, text.length));
const owner = readNounPhrase(tokens('plant'));
if (owner === undefined) throw new Error('no owner');

/** Where an example may stand: alone, under a kind of record, in a list of fields or of kinds of record. */
const places: readonly Surroundings[] = [
  { expects: 'anything', isLabel: true },
  { expects: 'anything', isLabel: true, owner },
  { expects: 'fields', isLabel: true, owner },
  { expects: 'entities', isLabel: true },
];

function rulesOf(example: string): readonly string[] {
  const body = dropPreamble(tokens(example));
  return places.flatMap((place) => {
    const asSaid = readClause(tokens(example), place, AS_SAID_FORMS);
    const whole = readClause(body, place, WHOLE_SENTENCE_FORMS);
    const clauses = splitClauses(body).map((clause) => readClause(clause.tokens, place));
    return [asSaid, whole, ...clauses].flatMap((reading) => (reading ? [reading.rule] : []));
  });
}

describe.each(SENTENCE_FORMS)('the form “$name”', (form) => {
  test.each(form.examples)('reads “%s”', (example) => {
    expect(rulesOf(example)).toContain(form.name);
  });
});

describe.each(CONSTRAINT_FORMS)('the constraint “$name”', (form) => {
  test.each(form.examples)('reads “%s”', (example) => {
    const { constraints, leftovers } = readConstraints(tokens(example));
    expect(constraints.length).toBeGreaterThan(0);
    expect(form.name === 'note' ? [] : leftovers.map((token) => token.text)).toEqual([]);
  });
});

describe.each(ASPECT_FORMS)('the aspect “$name”', (form) => {
  test.each(form.examples)('reads “%s”', (example) => {
    expect(readAspects(tokens(example)).found.map((one) => one.rule)).toContain(form.name);
  });
});
