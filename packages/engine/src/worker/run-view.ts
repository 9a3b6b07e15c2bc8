import type { StageKind } from '../definition/stage-definition.ts';
import type { Wait } from '../journal/event.ts';
import type { Failure, StageFailure } from '../journal/failure.ts';
import { reasonOf, type StageState, statusOf } from '../scheduler/state.ts';
import type { RunStatus, StageStatus } from '../scheduler/status.ts';
import type { LiveRun } from './live-runs.ts';

/** How a run stands, as its journal says. */
export interface RunView {
  readonly id: string;
  readonly pipeline: string;
  readonly status: RunStatus;
  readonly failure: StageFailure | undefined;
  /** In the order of the definition. */
  readonly stages: readonly StageView[];
}

export interface StageView {
  readonly name: string;
  readonly kind: StageKind;
  readonly needs: readonly string[];
  readonly status: StageStatus;
  readonly attempt: number;
  readonly failure: Failure | undefined;
  /** What the stage waits on; absent while it waits for its next attempt, due at `dueAt`. */
  readonly waitsOn: Wait | undefined;
  readonly dueAt: number | undefined;
  readonly isDegraded: boolean;
  /** For a map or loop that has begun: its items by status. */
  readonly items: Readonly<Partial<Record<StageStatus, number>>> | undefined;
}

export function viewOf({ driver, pipeline }: LiveRun): RunView {
  const { runId, state } = driver;
  const stages = [...pipeline.stages.values()].flatMap(({ name, kind, needs }) => {
    const stage = state.stages.get(name);
    if (stage === undefined) return [];
    const { status, attempt, failure, wait, dueAt } = stage;
    return [
      {
        name,
        kind,
        needs: Object.values(needs),
        status,
        attempt,
        failure,
        dueAt,
        waitsOn: wait,
        isDegraded: state.degraded.has(name),
        items: itemsOf(stage),
      },
    ];
  });
  return { id: runId, pipeline: pipeline.name, status: statusOf(state), failure: reasonOf(state), stages };
}

function itemsOf({ items }: StageState): StageView['items'] {
  if (items === undefined) return undefined;
  const counts: Partial<Record<StageStatus, number>> = {};
  for (const { status } of items.tasks) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
