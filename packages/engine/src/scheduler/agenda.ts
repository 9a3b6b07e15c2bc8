import type { TaskRef } from '../journal/event.ts';
import type { StagePlan } from './plan.ts';
import type { Room } from './room.ts';
import type { TaskState } from './state.ts';

/** An attempt to begin. */
export interface Start {
  readonly task: TaskRef;
  readonly attempt: number;
  readonly isCompensation: boolean;
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
  begin(stage: StagePlan, task: TaskRef, state: Pick<TaskState, 'attempt'>, isCompensation = false): boolean {
    if (!this.#hasRoom(stage)) {
      this.blocked = Math.max(this.blocked ?? stage.priority, stage.priority);
      return false;
    }
    for (const name of stage.uses) this.#taken.set(name, (this.#taken.get(name) ?? 0) + 1);
    this.starts.push({ task, attempt: state.attempt + 1, isCompensation });
    return true;
  }

  wake(at: number): void {
    this.wakeAt = Math.min(this.wakeAt ?? at, at);
  }

  #hasRoom(stage: StagePlan): boolean {
    if (this.isFull) return false;
    return stage.uses.every(
      (name) =>
        this.#room.free(name) > (this.#taken.get(name) ?? 0) ||
        (stage.hasFallback && this.#room.isDown(name)),
    );
  }
}
