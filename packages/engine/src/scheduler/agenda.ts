import type { TaskRef } from '../journal/event.ts';
import type { StagePlan } from './plan.ts';
import type { Room } from './room.ts';
import type { TaskState } from './state.ts';

/** An attempt to begin. */
export interface Start {
  readonly task: TaskRef;
  readonly attempt: number;
  readonly isCompensation: boolean;
  /** Names of the resources it takes a share of. */
  readonly uses: readonly string[];
}

/** Collects what may start, within the room there is, and what has to wait: until when, or for room. */
export class Agenda {
  readonly starts: Start[] = [];
  /** The earliest time at which something falls due. */
  wakeAt: number | undefined;
  /** The highest priority of work that found no room. */
  blocked: number | undefined;
  readonly #room: Room;
  readonly #taken = new Map<string, number>();

  constructor(room: Room) {
    this.#room = room;
  }

  get isFull(): boolean {
    return this.starts.length >= this.#room.total;
  }

  /** Notes an attempt. False when there is no room for it, or for any other of its stage. */
  begin(
    stage: StagePlan,
    task: TaskRef,
    { attempt }: Pick<TaskState, 'attempt'>,
    isCompensation = false,
  ): boolean {
    const uses = isCompensation || isPreparation(stage, task) ? [] : stage.uses;
    if (!this.#hasRoom(uses, stage.hasFallback)) {
      this.blocked = Math.max(this.blocked ?? stage.priority, stage.priority);
      return false;
    }
    for (const name of uses) this.#taken.set(name, (this.#taken.get(name) ?? 0) + 1);
    this.starts.push({ task, attempt: attempt + 1, isCompensation, uses });
    return true;
  }

  wake(at: number): void {
    this.wakeAt = Math.min(this.wakeAt ?? at, at);
  }

  #hasRoom(uses: readonly string[], hasFallback: boolean): boolean {
    if (this.isFull) return false;
    return uses.every(
      (name) =>
        this.#room.free(name) > (this.#taken.get(name) ?? 0) || (hasFallback && this.#room.isDown(name)),
    );
  }
}

/** Whether the attempt only finds out what a stage's items are: the resources are for their work. */
function isPreparation({ kind }: StagePlan, { item }: TaskRef): boolean {
  return item === undefined && (kind === 'map' || kind === 'loop');
}
