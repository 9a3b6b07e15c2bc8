import type { Entity } from '../../model/entity.ts';
import type { JsonValue } from '../../model/scenario.ts';
import { spaced } from '../../naming/letter-case.ts';
import { requireEntity } from '../find-operation.ts';
import type { DerivedScenario } from '../scenario-draft.ts';
import { Underivable } from '../underivable.ts';
import type { Derivation } from './derivation.ts';
import { distinctValues } from './distinct-values.ts';
import { encoded, listOf } from './entity-list.ts';
import { longestPage } from './read-back.ts';

/** That a list finds records by the words in each of the fields that are searched. */
export function searchScenarios(derivation: Derivation, entityName: string): readonly DerivedScenario[] {
  const entity = requireEntity(derivation.model, entityName);
  const { step } = listOf(derivation, entityName);
  const scenarios = (step.search?.fields ?? []).flatMap((field) => searchScenario(derivation, entity, field));
  if (scenarios.length === 0) throw new Underivable(`no words are known by which to search ${entity.plural}`);
  return scenarios;
}

function searchScenario(derivation: Derivation, entity: Entity, name: string): readonly DerivedScenario[] {
  const draft = derivation.draft();
  const { list } = listOf(derivation, entity.name);
  const field = entity.fields.find((one) => one.name === name);
  const [first, second] = field === undefined ? [] : distinctValues(draft, entity, field, 2);
  if (first === undefined || second === undefined) return [];
  const word = ownWord(first, second);
  if (word === undefined) return [];
  const found = draft.record(entity.name, { values: { [name]: first } });
  const other = draft.record(entity.name, { values: { [name]: second } });
  const query = `q=${encoded(word)}&${longestPage(list)}`;
  draft.request(list, { query, expect: { status: 200, includes: { id: found.id } } });
  draft.request(list, { query, expect: { status: 200, excludes: { id: other.id } } });
  const title = `${spaced(entity.plural)} are found by the beginning of a word of their ${spaced(name)}`;
  return [draft.finish(`search.${entity.name}.${name}`, title)];
}

/** The beginning of the longest word that only one of two values has: other fields hardly have it too. */
function ownWord(value: JsonValue, other: JsonValue): string | undefined {
  const others = wordsOf(other);
  const own = wordsOf(value).filter((word) => !others.some((one) => one.startsWith(beginning(word))));
  return own.toSorted((a, b) => b.length - a.length).map(beginning)[0];
}

function wordsOf(value: JsonValue): readonly string[] {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** A short word is whole, a long one is not. */
function beginning(word: string): string {
  return word.length < 6 ? word : word.slice(0, -2);
}
