import type { Field } from '../../model/field.ts';
import { headerName } from '../../model/header-name.ts';
import type { Operation } from '../../model/operation.ts';
import type { JsonValue } from '../../model/scenario.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { requireEntity } from '../find-operation.ts';
import { unknownId } from '../samples/invalid-values.ts';
import { isUnique } from '../samples/is-scarce.ts';
import { textOfValue } from '../samples/text-of-value.ts';
import { sampleValue } from '../samples/sample-value.ts';
import type { DraftRecord, ScenarioDraft } from '../scenario-draft.ts';
import type { Derivation } from '../scenarios/derivation.ts';
import { leadToState, prepareForState } from '../scenarios/state-scenarios.ts';
import { Underivable } from '../underivable.ts';
import type { Modification, ParameterPlace, Prior, SlotRecords } from './modification.ts';
import type { RecordPath } from './origins.ts';
import { nameOf, nestedName, nestedTargets, type Slot, slotsOf, type Target } from './slots.ts';

type ModificationOf<Kind extends Modification['kind']> = Extract<Modification, { kind: Kind }>;

/** A scenario that ends in one request to the operation; what comes back is not said yet. */
export interface Candidate {
  readonly draft: ScenarioDraft;
  /** Index of the first step whose answer must come from a simulation. */
  readonly openFrom: number;
  readonly records: SlotRecords;
}

/** Creates what the request names, runs what must come before, and sends it. @throws Underivable when that cannot be. */
export function buildCandidate(
  derivation: Derivation,
  operation: Operation,
  modifications: readonly Modification[],
  draft: ScenarioDraft = derivation.draft(),
): Candidate {
  if (isByOther(modifications)) draft.actors.beginWithNewcomer();
  const records = createRecords(derivation, draft, operation, modifications);
  const openFrom = draft.steps.length;
  for (const prior of ofKind(modifications, 'prior')) runPrior(derivation, draft, prior, records);
  const [repeat] = ofKind(modifications, 'repeat');
  for (let run = 0; run < (repeat?.times ?? 0); run += 1) {
    send(draft, operation, records, modifications, repeat?.isSame ? 0 : run + 1);
  }
  const [wait] = ofKind(modifications, 'advance');
  if (wait) {
    draft.advance(wait.ms);
    draft.isIsolated = true;
  }
  send(draft, operation, records, modifications, 0);
  return { draft, openFrom, records };
}

function createRecords(
  derivation: Derivation,
  draft: ScenarioDraft,
  operation: Operation,
  modifications: readonly Modification[],
  present: SlotRecords = new Map(),
): Map<string, DraftRecord> {
  const records = new Map(present);
  const create = (target: Target) => createRecord(derivation, draft, target, modifications);
  for (const slot of slotsOf(operation)) {
    const name = nameOf(slot);
    if (records.has(name) || aboutSlot(modifications, 'missing', name)) continue;
    const other = otherRecord(draft, operation, modifications, { name, records });
    records.set(name, other ?? create({ name, entity: slot.entity }));
  }
  for (const target of nestedTargets(operation)) {
    if (!records.has(target.name)) records.set(target.name, create(target));
  }
  return records;
}

/** A record that is there already, where the slot is to name one. */
function otherRecord(
  draft: ScenarioDraft,
  operation: Operation,
  modifications: readonly Modification[],
  { name, records }: { readonly name: string; readonly records: SlotRecords },
): DraftRecord | undefined {
  if (aboutSlot(modifications, 'actor', name)) return draft.actors.account(operation);
  const given = aboutSlot(modifications, 'given', name);
  const shared = aboutSlot(modifications, 'shared', name);
  return given?.record ?? (shared && records.get(shared.with));
}

function aboutSlot<Kind extends 'missing' | 'actor' | 'given' | 'shared'>(
  modifications: readonly Modification[],
  kind: Kind,
  name: string,
): ModificationOf<Kind> | undefined {
  return ofKind(modifications, kind).find((one) => 'slot' in one && one.slot === name);
}

/** What modifications say of a record, and of those that it refers to. */
function createRecord(
  derivation: Derivation,
  draft: ScenarioDraft,
  { name, entity }: Target,
  modifications: readonly Modification[],
): DraftRecord {
  const fields = ofKind(modifications, 'field').filter((one) => one.slot === name);
  const owner = requireEntity(draft.model, entity);
  const values: Record<string, JsonValue> = Object.fromEntries(
    fields.map(({ field, value }) => [field, value]),
  );
  for (const { name: field, type } of owner.fields) {
    const isAbout = (one: Modification) => 'slot' in one && `${one.slot}.`.startsWith(`${name}.${field}.`);
    if (type.kind !== 'reference' || !modifications.some(isAbout)) continue;
    const target = { name: `${name}.${field}`, entity: type.entity };
    values[field] = createRecord(derivation, draft, target, modifications).id;
  }
  // A value that was found once is the same in every scenario.
  if (owner.fields.some((field) => isUnique(owner, field) && field.name in values)) draft.isIsolated = true;
  const [state] = ofKind(modifications, 'state').filter((one) => one.slot === name);
  if (state) prepareForState(derivation, draft, owner, state.state);
  const record = draft.record(entity, { values });
  if (state) leadToState(derivation, draft, record, state.state);
  return record;
}

/** Runs another operation on records in play, in the way that is known to succeed. */
function runPrior(derivation: Derivation, draft: ScenarioDraft, prior: Prior, inPlay: SlotRecords): void {
  const operation = draft.model.operations.find((one) => one.name === prior.operation);
  if (operation === undefined) return;
  const tied = new Map(prior.at.map(({ slot, path }) => [slot, recordAt(draft, inPlay, path)]));
  for (let run = 0; run < prior.times; run += 1) {
    if (operation.origin === 'standard') createTied(derivation, draft, operation, prior, tied);
    else sendPrior(derivation, draft, operation, prior, { tied, inPlay, run });
  }
}

/** A further record that refers to those in play. */
function createTied(
  derivation: Derivation,
  draft: ScenarioDraft,
  operation: Operation,
  { values, state }: Prior,
  tied: SlotRecords,
): void {
  const references = [...tied].map(([slot, { id }]) => [slot.slice('input.'.length), id] as const);
  const record = draft.record(operation.entity, { values: { ...values, ...Object.fromEntries(references) } });
  if (state !== undefined) leadToState(derivation, draft, record, state);
}

export interface PriorSetting {
  readonly tied: SlotRecords;
  readonly inPlay: SlotRecords;
  readonly run: number;
}

export function sendPrior(
  derivation: Derivation,
  draft: ScenarioDraft,
  operation: Operation,
  { isFresh, values }: Prior,
  { tied, inPlay, run }: PriorSetting,
): void {
  const recipe = derivation.recipe(operation.name) ?? [];
  const wished = Object.entries(values).map(
    ([field, value]): Modification => ({ kind: 'input', field, make: () => value }),
  );
  const given = new Map([...(isFresh ? [] : sameKind(draft, operation, inPlay)), ...tied]);
  const fitting = recipe.filter((one) => one.kind !== 'prior' && one.kind !== 'advance');
  const modifications = [...wished, ...fitting];
  for (const [slot, record] of tied) {
    const [state] = ofKind(recipe, 'state').filter((one) => one.slot === slot);
    if (state && run === 0) leadToState(derivation, draft, record, state.state);
  }
  const records = createRecords(derivation, draft, operation, modifications, given);
  for (const earlier of ofKind(recipe, 'prior')) {
    if (run === 0 && earlier.operation !== operation.name) runPrior(derivation, draft, earlier, records);
  }
  send(draft, operation, records, modifications, run);
}

/** For the slots of another operation: those in play where the entity is the same, or else what the scenario has created. */
function sameKind(draft: ScenarioDraft, operation: Operation, inPlay: SlotRecords): SlotRecords {
  const records = [...inPlay.values(), ...draft.records.toReversed()];
  const found = slotsOf(operation).flatMap((slot): [string, DraftRecord][] => {
    const record = records.find(({ entity }) => entity.name === slot.entity);
    return record === undefined ? [] : [[nameOf(slot), record]];
  });
  return new Map(found);
}

/** @throws Underivable when nobody knows what a record on the way refers to */
function recordAt(draft: ScenarioDraft, inPlay: SlotRecords, [slot, ...fields]: RecordPath): DraftRecord {
  let record = inPlay.get(slot);
  for (const field of fields) {
    const id = record?.body[field];
    record = draft.records.find((one) => one.id === id);
  }
  if (record === undefined) throw new Underivable(`nothing is known at ${[slot, ...fields].join('.')}`);
  return record;
}

function send(
  draft: ScenarioDraft,
  operation: Operation,
  records: SlotRecords,
  modifications: readonly Modification[],
  n: number,
): void {
  const slots = slotsOf(operation);
  const valueOf = (source: Slot['source'], name: string): JsonValue | undefined => {
    const slot = slots.find((one) => one.source === source && one.name === name);
    if (!slot) return undefined;
    const record = records.get(nameOf(slot));
    if (!record) return slot.field === 'id' ? unknownId : 'nothing-of-this-name';
    return slot.field === 'id' ? record.id : record.body[slot.field];
  };
  const parameters = (place: ParameterPlace) => parametersOf(operation, place, modifications);
  const entries = operation.input.flatMap((field): [string, JsonValue][] => {
    const named = operation.isPartial ? undefined : valueOf('input', field.name);
    const [given] = ofKind(modifications, 'input').filter((one) => one.field === field.name);
    const value = named ?? given?.make(records) ?? neededValue(draft, operation, field, n, records);
    return value === undefined ? [] : [[field.name, value]];
  });
  draft.request(operation, {
    parameter: (name) => encodedPart(valueOf('path', name) ?? parameters('path')[name] ?? 'unknown'),
    query: Object.entries(parameters('query'))
      .map(([name, value]) => `${name}=${encodedPart(value)}`)
      .join('&'),
    own: Object.fromEntries(
      Object.entries(parameters('headers')).map(([name, value]) => [headerName(name), textOfValue(value)]),
    ),
    ...(operation.input.length > 0 ? { body: Object.fromEntries(entries) } : {}),
    ...(isByOther(modifications) ? { headers: draft.actors.otherHeadersFor(operation) } : {}),
    expect: { status: operation.answer.status },
  });
}

function isByOther(modifications: readonly Modification[]): boolean {
  return modifications.some(({ kind }) => kind === 'other');
}

/** A value where the operation insists on one. @throws Underivable when none is known. */
function neededValue(
  draft: ScenarioDraft,
  operation: Operation,
  field: Field,
  n: number,
  records: SlotRecords,
): JsonValue | undefined {
  if (operation.isPartial || field.isOptional) return undefined;
  if (field.defaultValue !== undefined && !isKeyedByClock(draft, operation, field)) return undefined;
  const reference = (entity: string) => (records.get(nestedName(entity)) ?? draft.record(entity)).id;
  const value = sampleValue(field, { owner: operation.entity, n, reference });
  if (value === undefined)
    throw new Underivable(`no value is known that ${operation.name} accepts as ${field.name}`);
  return value;
}

/** Whether a unique value is the instant of the request unless it is given: no two requests come at the same one. */
function isKeyedByClock(
  { model }: ScenarioDraft,
  { steps }: Operation,
  { name, defaultValue }: Field,
): boolean {
  if (defaultValue?.kind !== 'now') return false;
  return allSteps(steps).some((step) => {
    if (step.kind !== 'create' || !step.fromInput) return false;
    const entity = requireEntity(model, step.entity);
    return entity.fields.some((field) => field.name === name && isUnique(entity, field));
  });
}

/** The values of one place of a request: those that are wished for, and those that it insists on. */
function parametersOf(
  operation: Operation,
  place: ParameterPlace,
  modifications: readonly Modification[],
): Readonly<Record<string, JsonValue>> {
  const wished = ofKind(modifications, 'parameter').filter((one) => one.place === place);
  const values = (operation[place] ?? []).flatMap((field): [string, JsonValue][] => {
    const given = wished.find((one) => one.field === field.name)?.value;
    if (given !== undefined) return [[field.name, given]];
    if (field.isOptional || field.defaultValue !== undefined) return [];
    const value = sampleValue(field, { owner: operation.entity, n: 0, reference: () => undefined });
    return [[field.name, value ?? '']];
  });
  return Object.fromEntries(values);
}

function encodedPart(value: JsonValue): string {
  const text = textOfValue(value);
  return /^\$\{\w+\}$/.test(text) ? text : encodeURIComponent(text);
}

function ofKind<Kind extends Modification['kind']>(
  modifications: readonly Modification[],
  kind: Kind,
): readonly ModificationOf<Kind>[] {
  return modifications.filter((one): one is ModificationOf<Kind> => one.kind === kind);
}
