import type { Entity } from '../../model/entity.ts';
import type { JsonValue } from '../../model/scenario.ts';
import { camelCase } from '../../naming/letter-case.ts';
import {
  createdPath,
  creatingOperation,
  isGoverned,
  silentCreation,
  standardOperation,
} from '../find-operation.ts';
import { orNothing } from '../or-nothing.ts';
import { longestPage } from '../scenarios/read-back.ts';
import { isObject } from '../simulation/accept-value.ts';
import type { Value } from '../simulation/evaluate.ts';
import { ScenarioPlayer } from '../simulation/play-scenario.ts';
import { SimulatedSystem } from '../simulation/simulated-system.ts';
import type {
  CreationHints,
  DraftRecord,
  RecordWish,
  ReferredHint,
  ScenarioDraft,
} from '../scenario-draft.ts';
import { shownValues } from '../shown-values.ts';
import { leadToState } from '../scenarios/state-scenarios.ts';
import type { Derivation } from '../scenarios/derivation.ts';
import { Underivable } from '../underivable.ts';
import { buildCandidate } from './build-candidate.ts';
import { findWitnesses, isSearched } from './find-witnesses.ts';
import type { Modification } from './modification.ts';
import { nestedTargets } from './slots.ts';
import { type FieldSource, sourcesOfCreated } from './writes.ts';

/** Creates a record of an entity that only a written operation creates. @throws Underivable when no example succeeds. */
export function createByWrittenOperation(
  derivation: Derivation,
  draft: ScenarioDraft,
  entity: Entity,
  { values: wished = {}, expect }: RecordWish,
): DraftRecord {
  const operation =
    creatingOperation(derivation.model, entity.name) ?? silentCreation(derivation.model, entity.name);
  if (!operation) throw new Underivable(`no request of the interface creates a ${entity.name}`);
  const recipe = recipeFor(derivation, operation.name);
  if (!recipe) throw new Underivable(`no example was found for ${operation.name} that succeeds`);
  const sources = sourcesOfCreated(operation, entity.name);
  const { records } = buildCandidate(
    derivation,
    operation,
    [...wishes(draft, entity, sources, wished), ...recipe],
    draft,
  );
  const variable = draft.variable(`${camelCase(entity.name)}Id`);
  const path = createdPath(operation, entity.name, 'id');
  if (path === undefined) findCreated(draft, entity, variable, expect);
  else saveCreated(draft, entity, { [variable]: path }, expect);
  const named = entity.fields.flatMap(({ name: field }): [string, JsonValue][] => {
    const source = sources?.get(field);
    const id = source?.kind === 'slot' ? records.get(source.name)?.id : undefined;
    return id === undefined ? [] : [[field, id]];
  });
  return { entity, id: `\${${variable}}`, body: { ...Object.fromEntries(named), ...wished } };
}

/** Lets the request itself save the id of the record. @throws Underivable when it does not show what is expected */
function saveCreated(
  draft: ScenarioDraft,
  entity: Entity,
  save: Readonly<Record<string, string>>,
  expect: RecordWish['expect'],
): void {
  const last = draft.steps.pop();
  const isShown = Object.values(save).includes('id');
  if (last?.kind !== 'request' || (expect !== undefined && !isShown))
    throw new Underivable(`no request that creates a ${entity.name} shows it`);
  const body = expect && shownValues(entity, expect);
  draft.steps.push({ ...last, ...(body ? { expect: { ...last.expect, body } } : {}), save });
}

/** Looks for the record in the list of its kind, of a system where nobody else creates any. @throws Underivable */
function findCreated(
  draft: ScenarioDraft,
  entity: Entity,
  variable: string,
  expect: RecordWish['expect'],
): void {
  const list = standardOperation(draft.model, entity.name, 'list');
  if (list === undefined)
    throw new Underivable(`no request of the interface tells which ${entity.name} is new`);
  const known = newRecord(draft, entity.name);
  draft.isIsolated = true;
  draft.request(list, { query: longestPage(list), expect: { status: list.answer.status } });
  const place = known && placeInList(draft, known);
  const last = draft.steps.pop();
  if (place === undefined || last?.kind !== 'request')
    throw new Underivable(`no request of the interface shows the new ${entity.name}`);
  const includes = expect && shownValues(entity, expect);
  draft.steps.push({
    ...last,
    ...(includes ? { expect: { ...last.expect, includes } } : {}),
    save: { [variable]: `${place}.id` },
  });
}

/** The id, in a simulation, of the record that the last request created. */
function newRecord({ model, steps }: ScenarioDraft, entity: string): Value | undefined {
  return orNothing(() => {
    const system = new SimulatedSystem(model);
    const player = new ScenarioPlayer(system);
    for (const step of steps.slice(0, -1)) player.play(step);
    const before = new Set(system.tables.all(entity).map(({ id }) => id));
    for (const step of steps.slice(-1)) player.play(step);
    return system.tables.all(entity).find(({ id }) => !before.has(id))?.['id'];
  });
}

/** Where the answer to the last request has a record: `0`, `items.2`. */
function placeInList({ model, steps }: ScenarioDraft, id: Value): string | undefined {
  return orNothing(() => {
    const player = new ScenarioPlayer(new SimulatedSystem(model));
    const body = steps.map((step) => player.play(step)).at(-1)?.body;
    const lists = isObject(body) ? Object.entries(body) : [['', body] as const];
    const places = lists.flatMap(([name, items]) => {
      const index = Array.isArray(items)
        ? items.findIndex((item) => isObject(item) && item['id'] === id)
        : -1;
      return index === -1 ? [] : [name === '' ? String(index) : `${name}.${index}`];
    });
    return places[0];
  });
}

/** Where the request gives what is wished for. @throws Underivable when it does not */
function wishes(
  draft: ScenarioDraft,
  entity: Entity,
  sources: ReadonlyMap<string, FieldSource> | undefined,
  wished: Readonly<Record<string, JsonValue>>,
): readonly Modification[] {
  return Object.entries(wished).map(([field, value]): Modification => {
    const source = sources?.get(field);
    if (source?.kind === 'input') return { kind: 'input', field: source.name, make: () => value };
    const record = draft.records.find(({ id }) => id === value);
    if (source?.kind === 'slot' && record) return { kind: 'given', slot: source.name, record };
    throw new Underivable(
      `no request of the interface gives a ${entity.name} the ${field} that it should have`,
    );
  });
}

/** Whether more must come before the standard request than records with values that fit. */
export function needsPreparation(derivation: Derivation, entity: Entity): boolean {
  const operation = standardOperation(derivation.model, entity.name, 'create');
  if (operation === undefined || !isGoverned(derivation.model, operation)) return false;
  if (isSearched(derivation, operation)) return false;
  const recipe = recipeFor(derivation, operation.name) ?? [];
  return recipe.some(({ kind, ...one }) => {
    if (kind === 'input' || kind === 'missing') return false;
    return !((kind === 'field' || kind === 'state') && 'slot' in one && one.slot.split('.').length <= 2);
  });
}

const noHints: CreationHints = { values: {}, referred: {} };

/** What lets a record be created by an operation written in place of the standard one. */
export function hintsForCreation(derivation: Derivation, entity: Entity): CreationHints {
  const operation = standardOperation(derivation.model, entity.name, 'create');
  if (operation === undefined || !isGoverned(derivation.model, operation)) return noHints;
  if (isSearched(derivation, operation)) return noHints;
  const recipe = recipeFor(derivation, operation.name);
  if (!recipe) throw new Underivable(`no example was found for ${operation.name} that succeeds`);
  const values = recipe.flatMap((one): [string, JsonValue][] => {
    const value = one.kind === 'input' ? one.make(new Map()) : undefined;
    return one.kind === 'input' && value !== undefined ? [[one.field, value]] : [];
  });
  const referred = operation.input.flatMap(({ name }): [string, ReferredHint][] => {
    const hint = referredHint(derivation, recipe, `input.${name}`);
    return hint ? [[name, hint]] : [];
  });
  const nested = nestedTargets(operation).flatMap(({ name }): [string, ReferredHint][] => {
    const hint = referredHint(derivation, recipe, name);
    return hint ? [[name, hint]] : [];
  });
  return { values: Object.fromEntries(values), referred: Object.fromEntries([...referred, ...nested]) };
}

function referredHint(
  derivation: Derivation,
  recipe: readonly Modification[],
  slot: string,
): ReferredHint | undefined {
  const fields = recipe.flatMap((one) => (one.kind === 'field' && one.slot === slot ? [one] : []));
  const [state] = recipe.flatMap((one) => (one.kind === 'state' && one.slot === slot ? [one.state] : []));
  if (fields.length === 0 && state === undefined) return undefined;
  return {
    values: Object.fromEntries(fields.map(({ field, value }) => [field, value])),
    ...(state === undefined
      ? {}
      : { prepare: (draft, record) => leadToState(derivation, draft, record, state) }),
  };
}

/** What makes an operation succeed; undefined when that is not known. */
export function recipeFor(derivation: Derivation, name: string): readonly Modification[] | undefined {
  const operation = derivation.model.operations.find((one) => one.name === name);
  return operation && findWitnesses(derivation, operation).get('success')?.modifications;
}
