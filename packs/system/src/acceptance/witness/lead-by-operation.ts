import type { Entity } from '../../model/entity.ts';
import type { Operation } from '../../model/operation.ts';
import type { SystemModel } from '../../model/system.ts';
import { allSteps } from '../../model/walk-steps.ts';
import { orNothing } from '../or-nothing.ts';
import type { DraftRecord, ScenarioDraft } from '../scenario-draft.ts';
import type { Derivation } from '../scenarios/derivation.ts';
import { ScenarioPlayer } from '../simulation/play-scenario.ts';
import { SimulatedSystem } from '../simulation/simulated-system.ts';
import { noteVolatile } from '../../tracking/reads.ts';
import { Underivable } from '../underivable.ts';
import { sendPrior } from './build-candidate.ts';
import { slotsThatChange } from './writes.ts';

/** Models never change, and many scenarios need records in the same states. */
const known = new WeakMap<SystemModel, Map<string, Leading>>();

/** How records come into a state. */
export interface Leading {
  readonly operation: Operation;
  /** Whether the record must be made by somebody who has just signed up: who leads it on must be another. */
  readonly isByNewcomer: boolean;
}

/** Leads a new record into a state by an operation that somebody wrote. @throws Underivable when none does */
export function leadByOperation(
  derivation: Derivation,
  draft: ScenarioDraft,
  record: DraftRecord,
  state: string,
): void {
  const { entity } = record;
  const leading = leadingOperation(derivation, entity, state);
  if (leading === undefined) throw new Underivable(`nothing leads a ${entity.name} to ${state}`);
  run(derivation, draft, record, leading.operation);
}

/** The operation that is shown to lead records into a state; undefined while none is known. */
export function leadingOperation(derivation: Derivation, entity: Entity, state: string): Leading | undefined {
  noteVolatile();
  const { model } = derivation;
  const found = known.get(model) ?? new Map<string, Leading>();
  known.set(model, found);
  const key = `${entity.name} ${state}`;
  const present = found.get(key);
  if (present !== undefined) return present;
  const ways = model.operations
    .filter((operation) => leadsTo(operation, entity, state))
    .flatMap((operation) => [false, true].map((isByNewcomer): Leading => ({ operation, isByNewcomer })));
  const shown = ways.find((way) => isShownToLead(derivation.scratch(), entity, state, way));
  if (shown !== undefined) found.set(key, shown);
  return shown;
}

function leadsTo({ origin, http, steps }: Operation, { name, machine }: Entity, state: string): boolean {
  if (origin !== 'written' || http.method === 'GET') return false;
  return allSteps(steps).some(
    (step) =>
      step.kind === 'update' &&
      step.entity === name &&
      step.set.some(
        ({ field, value: { node } }) =>
          field === machine?.field && node.kind === 'literal' && node.value === state,
      ),
  );
}

function isShownToLead(
  derivation: Derivation,
  entity: Entity,
  state: string,
  { operation, isByNewcomer }: Leading,
): boolean {
  const reached = orNothing(() => {
    const draft = derivation.draft();
    if (isByNewcomer) draft.actors.beginWithNewcomer();
    const record = draft.record(entity.name);
    run(derivation, draft, record, operation);
    const system = new SimulatedSystem(derivation.model);
    const player = new ScenarioPlayer(system);
    const answers = draft.steps.map((step) => player.play(step));
    if (answers.some((answer) => answer !== undefined && answer.status >= 400)) return undefined;
    return system.tables.find(entity.name, player.filled(record.id))?.[entity.machine?.field ?? ''];
  });
  return reached === state;
}

/** @throws Underivable when nobody knows how the operation succeeds */
function run(derivation: Derivation, draft: ScenarioDraft, record: DraftRecord, operation: Operation): void {
  const [slot] = slotsThatChange(operation, record.entity.name, record.entity.machine?.field ?? '');
  if (slot === undefined || derivation.recipe(operation.name) === undefined)
    throw new Underivable(`no example was found for ${operation.name} that succeeds`);
  const tied = new Map([[slot, record]]);
  const prior = {
    kind: 'prior',
    operation: operation.name,
    at: [],
    isFresh: false,
    times: 1,
    values: {},
  } as const;
  sendPrior(derivation, draft, operation, prior, { tied, inPlay: tied, run: 0 });
}
