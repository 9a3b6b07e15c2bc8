import type { Entity } from '../../model/entity.ts';
import type { ComputedField, Field } from '../../model/field.ts';
import { spaced } from '../../naming/letter-case.ts';
import { recordCreation, standardOperation } from '../find-operation.ts';
import { withArticle } from '../samples/with-article.ts';
import { sampleValue } from '../samples/sample-value.ts';
import type { DerivedScenario } from '../scenario-draft.ts';
import { SimulatedSystem } from '../simulation/simulated-system.ts';
import { isSame } from '../simulation/evaluate.ts';
import { ScenarioPlayer } from '../simulation/play-scenario.ts';
import { isObject } from '../simulation/accept-value.ts';
import { Underivable } from '../underivable.ts';
import type { Derivation } from './derivation.ts';

/** That no request gives the field. */
export function readonlyScenario(derivation: Derivation, entity: Entity, field: Field): DerivedScenario {
  const draft = derivation.draft();
  const create = recordCreation(draft.model, entity.name)?.operation;
  if (!create) throw new Underivable(`no request of the interface creates a ${entity.name}`);
  const body = { ...draft.body(entity.name), [field.name]: someValue(entity, field) };
  const errors = [{ field: field.name }];
  draft.request(create, { body, expect: { status: 400, body: { code: 'invalid_input', errors } } });
  return draft.finish(
    `field.${entity.name}.${field.name}.readonly`,
    `no request gives ${withArticle(entity.name)} its ${spaced(field.name)}`,
  );
}

/** That a request which changes the record cannot change the field. Nothing where none changes records. */
export function immutableScenario(
  derivation: Derivation,
  entity: Entity,
  field: Field,
): readonly DerivedScenario[] {
  const draft = derivation.draft();
  const update = standardOperation(draft.model, entity.name, 'update');
  if (!update) return [];
  const record = draft.record(entity.name);
  const errors = [{ field: field.name }];
  draft.request(update, {
    id: record.id,
    body: { [field.name]: someValue(entity, field) },
    expect: { status: 400, body: { code: 'invalid_input', errors } },
  });
  return [
    draft.finish(
      `field.${entity.name}.${field.name}.immutable`,
      `the ${spaced(field.name)} of ${withArticle(entity.name)} stays as it was given`,
    ),
  ];
}

function someValue(entity: Entity, field: Field) {
  const value = sampleValue(field, { owner: entity.name, n: 1, reference: () => '' });
  if (value === undefined) throw new Underivable(`no value is known for ${entity.name}.${field.name}`);
  return value;
}

/** What an answer shows of a record whose other values are known. */
export function computedScenario(
  derivation: Derivation,
  entity: Entity,
  { name }: ComputedField,
): DerivedScenario {
  const draft = derivation.draft();
  const create = recordCreation(draft.model, entity.name)?.operation;
  if (!create) throw new Underivable(`no request of the interface creates a ${entity.name}`);
  draft.record(entity.name, { isFull: true });
  const [value, later] = ['2030-01-15T12:00:00.000Z', '2047-08-02T23:00:00.000Z'].map((now) => {
    const player = new ScenarioPlayer(new SimulatedSystem(draft.model, now));
    const answer = draft.steps.map((step) => player.play(step)).at(-1);
    return isObject(answer?.body) ? answer.body[name] : undefined;
  });
  if (value === undefined || !isSame(value, later ?? null))
    throw new Underivable(`what ${entity.name}.${name} comes to cannot be told beforehand`);
  const last = draft.steps.pop();
  if (last?.kind !== 'request') throw new Underivable('the record was not created by a request');
  draft.steps.push({ ...last, expect: { ...last.expect, body: { [name]: value } } });
  return draft.finish(
    `field.${entity.name}.${name}.computed`,
    `${withArticle(entity.name)} shows its ${spaced(name)}`,
  );
}
