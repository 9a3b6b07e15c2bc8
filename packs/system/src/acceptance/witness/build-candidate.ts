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
import { leadToState } from '../scenarios/state-scenarios.ts';
import { Underivable } from '../underivable.ts';
import type { Modification, ParameterPlace, SlotRecords } from './modification.ts';
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
  const records = createRecords(derivation, draft, operation, modifications);
  const openFrom = draft.steps.length;
  for (const { operation: name } of ofKind(modifications, 'prior')) {
    const prior = draft.model.operations.find((one) => one.name === name);
    if (prior) send(draft, prior, recordsFor(draft, prior, records), [], 0);
  }
  const [repeat] = ofKind(modifications, 'repeat');
  for (let run = 0; run < (repeat?.times ?? 0); run += 1) {
    send(draft, operation, records, modifications, repeat?.isSame ? 0 : run + 1);
  }
  send(draft, operation, records, modifications, 0);
  return { draft, openFrom, records };
}

function createRecords(
  derivation: Derivation,
  draft: ScenarioDraft,
  operation: Operation,
  modifications: readonly Modification[],
): Map<string, DraftRecord> {
  const records = new Map<string, DraftRecord>();
  for (const slot of slotsOf(operation)) {
    const name = nameOf(slot);
    if (ofKind(modifications, 'missing').some((one) => one.slot === name)) continue;
    const [shared] = ofKind(modifications, 'shared').filter((one) => one.slot === name);
    const other = shared && records.get(shared.with);
    if (other) {
      records.set(name, other);
      continue;
    }
    records.set(name, createRecord(derivation, draft, { name, entity: slot.entity }, modifications));
  }
  for (const target of nestedTargets(operation)) {
    records.set(target.name, createRecord(derivation, draft, target, modifications));
  }
  return records;
}

function createRecord(
  derivation: Derivation,
  draft: ScenarioDraft,
  { name, entity }: Target,
  modifications: readonly Modification[],
): DraftRecord {
  const fields = ofKind(modifications, 'field').filter((one) => one.slot === name);
  const values = Object.fromEntries(fields.map(({ field, value }) => [field, value]));
  // A value that was found once is the same in every scenario.
  const owner = requireEntity(draft.model, entity);
  if (owner.fields.some((field) => isUnique(owner, field) && field.name in values)) draft.isIsolated = true;
  const record = draft.record(entity, { values });
  const [state] = ofKind(modifications, 'state').filter((one) => one.slot === name);
  if (state) leadToState(derivation, draft, record, state.state);
  return record;
}

/** The records of the slots of another operation: those in play where the entity is the same. */
function recordsFor(draft: ScenarioDraft, operation: Operation, records: SlotRecords): SlotRecords {
  const inPlay = [...records.values()];
  return new Map(
    slotsOf(operation).map((slot) => [
      nameOf(slot),
      inPlay.find((record) => record.entity.name === slot.entity) ?? draft.record(slot.entity),
    ]),
  );
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
    expect: { status: operation.answer.status },
  });
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
