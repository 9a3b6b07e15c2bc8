import type { TaskRef } from './event.ts';

/** A piece of work's name within its run: `stage` or `stage[item]`. */
export function taskName(task: TaskRef): string {
  return task.item === undefined ? task.stage : `${task.stage}[${task.item}]`;
}
