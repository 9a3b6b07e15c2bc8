import { DefinitionChangedError } from '../errors.ts';
import { changesBetween, type Shape } from '../definition/fingerprint.ts';
import type { EventBody } from '../journal/event.ts';
import { initialState, type RunState } from '../scheduler/state.ts';
import { reduce } from '../scheduler/reduce.ts';
import type { Plan } from '../scheduler/plan.ts';
import type { RunRecord, Store } from '../store/store.ts';
import type { RegisteredPipeline } from './registered-pipeline.ts';
import type { ValueReader } from './value-reader.ts';

const pageSize = 1_000;

/** Reads a run's journal and folds it into its state. */
export async function loadState(store: Store, plan: Plan, runId: string): Promise<RunState> {
  const state = initialState(plan);
  while (true) {
    const page = await store.readEvents(runId, { after: state.last.n, limit: pageSize });
    for (const event of page) reduce(plan, state, event);
    if (page.length < pageSize) return state;
  }
}

/**
 * Checks that a run may go on under the definition at hand. Returns the event that records accepted changes, if
 * there are any; throws DefinitionChangedError when there are and nobody accepted them.
 */
export async function reconcile(
  record: RunRecord,
  state: RunState,
  registered: RegisteredPipeline,
  values: ValueReader,
  acceptChanges: boolean,
): Promise<EventBody[]> {
  if (record.definition === registered.fingerprint) return [];
  const before = (await values.read(state.definition)) as Shape;
  const changes = changesBetween(before, registered.shape);
  if (!acceptChanges) throw new DefinitionChangedError(record.id, changes);
  return [{ type: 'run.definition-accepted', definition: registered.definition.value, changes }];
}
