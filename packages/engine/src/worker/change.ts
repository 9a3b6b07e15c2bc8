import type { EventBody, RunEvent } from '../journal/event.ts';
import type { Blob } from '../journal/value.ts';
import { isAtRest, reasonOf, type RunState, statusOf } from '../scheduler/state.ts';
import type { SignalRecord } from '../store/signal.ts';
import type { Append, CacheEntry, RunHead, RunIdentity } from '../store/store.ts';

/** What goes into the journal in one write. */
export interface Change {
  readonly events?: readonly EventBody[];
  /** Events that depend on what the others have led to. */
  readonly conclude?: (state: RunState) => readonly EventBody[];
  readonly signals?: readonly SignalRecord[];
  readonly blobs?: readonly Blob[];
  readonly reuses?: readonly string[];
  readonly cache?: readonly CacheEntry[];
  readonly create?: RunIdentity;
  readonly definition?: string;
}

/** What a change has led to: the events to write after number `follows`. */
interface Consequences {
  readonly follows: number;
  readonly events: readonly RunEvent[];
  /** When a waiting run has to be looked at again. */
  readonly wakeAt: number | undefined;
}

/** The write that makes a change durable, with everything that goes along with it. */
export function appendOf(
  { runId, state }: { readonly runId: string; readonly state: RunState },
  owner: string,
  { events: _events, conclude: _conclude, signals, definition, blobs = [], ...rest }: Change,
  { follows, events, wakeAt }: Consequences,
): Append {
  const head = { ...headOf(state), ...defined({ wakeAt, definition }) };
  const isCalled = head.isReleased && state.parent !== undefined;
  const rested = { type: 'called-run-rested', runId } as const;
  return {
    runId,
    owner,
    follows,
    events,
    blobs,
    head,
    ...rest,
    ...defined({
      consumed: signals?.map(({ id }) => id),
      notify: isCalled ? [{ runId: state.parent?.runId ?? '', signal: rested }] : undefined,
    }),
  };
}

function headOf(state: RunState): RunHead {
  return {
    status: statusOf(state),
    isReleased: isAtRest(state),
    isDegraded: state.degraded.size > 0,
    ...defined({ failure: reasonOf(state) }),
  };
}

/** The properties that have a value. */
function defined<T extends object>(properties: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== undefined),
  ) as ReturnType<typeof defined<T>>;
}
