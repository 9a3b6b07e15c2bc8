import type { Entity } from '../../model/entity.ts';
import type { Field } from '../../model/field.ts';
import type { JsonValue } from '../../model/scenario.ts';
import { requireEntity, standardOperation, recordCreation } from '../find-operation.ts';
import { withArticle } from '../samples/with-article.ts';
import { spaced } from '../../naming/letter-case.ts';
import type { ScenarioDraft } from '../scenario-draft.ts';
import { Underivable } from '../underivable.ts';
import { conditionalUniqueScenarios } from './conditional-unique-scenarios.ts';
import { writtenUniqueScenario } from './written-unique-scenario.ts';
import { otherValue } from './distinct-values.ts';
import type { Derivation } from './derivation.ts';
import { raceScenarios } from './race-scenarios.ts';
import type { DerivedScenario } from '../scenario-draft.ts';

/** That a second record with the same value is refused, when created and when changed, and one with another value is not. */
export function uniqueFieldScenario(derivation: Derivation, entity: Entity, field: Field): DerivedScenario {
  const draft = derivation.draft();
  const first = draft.record(entity.name, { values: { [field.name]: draft.value(entity, field, 0) } });
  const taken = first.body[field.name];
  if (taken === undefined)
    throw new Underivable(`no value is known that ${entity.name}.${field.name} accepts`);
  const conflict = { status: 409, body: { code: 'not_unique', errors: [{ field: field.name }] } };
  for (const value of sameValues(taken, field))
    refuseCreate(draft, entity, { [field.name]: value }, conflict);
  const second = draft.record(entity.name, {
    values: { [field.name]: otherValue(draft, entity, field, taken) },
  });
  const update = standardOperation(draft.model, entity.name, 'update');
  if (update?.input.some((one) => one.name === field.name)) {
    draft.request(update, { id: second.id, body: { [field.name]: taken }, expect: conflict });
  }
  const { plural } = entity;
  const ignoring = field.unique?.ignoreCase ? ', whatever its case' : '';
  return draft.finish(
    `field.${entity.name}.${field.name}.unique`,
    `two ${spaced(plural)} cannot have the same ${spaced(field.name)}${ignoring}`,
  );
}

/** That of many requests at once for records with the same unique values one succeeds. */
export function uniqueRaceScenarios(derivation: Derivation, entity: Entity): readonly DerivedScenario[] {
  const create = standardOperation(derivation.model, entity.name, 'create');
  if (!create) return [];
  const draft = derivation.draft();
  draft.request(create, {
    body: draft.body(entity.name, { isFull: true }),
    expect: { status: create.answer.status },
  });
  return raceScenarios(derivation, create, draft.finish(`unique.${entity.name}`, ''));
}

/** That the combination is unique while each of its fields may repeat. */
export function uniqueTogetherScenarios(
  derivation: Derivation,
  entityName: string,
  index?: number,
): readonly DerivedScenario[] {
  const entity = requireEntity(derivation.model, entityName);
  const sets = index === undefined ? entity.uniqueTogether : entity.uniqueTogether.slice(index, index + 1);
  const conditional = index === undefined ? conditionalUniqueScenarios(derivation, entity) : [];
  if (sets.length + conditional.length === 0)
    throw new Underivable(`${entityName} has no combined uniqueness`);
  if (!recordCreation(derivation.model, entityName))
    return sets.map((names) => writtenUniqueScenario(derivation, entity, names));
  return [
    ...conditional,
    ...sets.map((names) => togetherScenario(derivation, entity, names)),
    ...(sets.length === 0 ? [] : uniqueRaceScenarios(derivation, entity)),
  ];
}

function togetherScenario(derivation: Derivation, entity: Entity, names: readonly string[]): DerivedScenario {
  const draft = derivation.draft();
  // What the system fills in by itself is the same for all that one account creates.
  const fields = entity.fields.filter((field) => names.includes(field.name) && field.isReadonly !== true);
  const values = Object.fromEntries(fields.map((field) => [field.name, draft.value(entity, field, 0)]));
  draft.record(entity.name, { values });
  const errors = names.map((field) => ({ field }));
  refuseCreate(draft, entity, values, { status: 409, body: { code: 'not_unique', errors } });
  for (const field of fields) {
    if (field.unique) continue;
    if (fields.some((one) => one.unique && one !== field)) continue;
    const other = otherValue(draft, entity, field, values[field.name] ?? null);
    draft.record(entity.name, { values: { ...values, [field.name]: other } });
  }
  const phrases = names.map((name) => spaced(name));
  return draft.finish(
    `unique.${entity.name}.${names.join('+')}`,
    `${withArticle(entity.name)} is unique by its ${phrases.slice(0, -1).join(', ')} and ${phrases.at(-1)} together`,
  );
}

function refuseCreate(
  draft: ScenarioDraft,
  entity: Entity,
  values: Readonly<Record<string, JsonValue>>,
  expect: { status: number; body: JsonValue },
): void {
  const create = recordCreation(draft.model, entity.name)?.operation;
  if (!create) throw new Underivable(`no request of the interface creates a ${entity.name}`);
  draft.request(create, { body: draft.body(entity.name, { values }), expect });
}

/** The text in the other case; of a web address its path alone, for the rest is the same in every case anyway. */
function otherCase(text: string): string {
  const [origin = ''] = /^https?:\/\/[^/]*/.exec(text) ?? [];
  const rest = text.slice(origin.length);
  return origin + (rest === rest.toUpperCase() ? rest.toLowerCase() : rest.toUpperCase());
}

function sameValues(taken: JsonValue, field: Field): readonly JsonValue[] {
  if (!field.unique?.ignoreCase || typeof taken !== 'string') return [taken];
  const pattern = field.type.kind === 'text' ? field.type.pattern : undefined;
  const other = otherCase(taken);
  const isAllowed = pattern === undefined || new RegExp(`^(?:${pattern})$`, 'u').test(other);
  return isAllowed && other !== taken ? [taken, other] : [taken];
}
