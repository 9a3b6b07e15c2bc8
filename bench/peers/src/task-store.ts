import { randomUUID } from 'node:crypto';

/** What every peer keeps, in the same way as the hand-written API: a map of tasks. */
export interface Task {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly status: 'open' | 'completed';
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface TaskQuery {
  readonly limit: number;
  readonly offset: number;
  readonly sort: string;
  readonly filters: Readonly<Partial<Pick<Task, 'title' | 'description' | 'status'>>>;
}

export const sorts = ['title', 'description', 'status', 'createdAt', 'updatedAt'].flatMap((name) => [
  name,
  `-${name}`,
]);

export class TaskStore {
  readonly #tasks = new Map<string, Task>();

  create(input: Pick<Task, 'title' | 'description'>): Task {
    const now = new Date().toISOString();
    const task: Task = { id: randomUUID(), ...input, status: 'open', createdAt: now, updatedAt: now };
    this.#tasks.set(task.id, task);
    return task;
  }

  find(id: string): Task | undefined {
    return this.#tasks.get(id);
  }

  list({ limit, offset, sort, filters }: TaskQuery): {
    readonly items: readonly Task[];
    readonly total: number;
  } {
    const wanted = Object.entries(filters) as [keyof Task, string][];
    const found = [...this.#tasks.values()].filter((task) =>
      wanted.every(([name, value]) => task[name] === value),
    );
    const name = sort.replace('-', '') as keyof Task;
    if (sort !== 'createdAt') found.sort((a, b) => ((a[name] ?? '') < (b[name] ?? '') ? -1 : 1));
    if (sort.startsWith('-')) found.reverse();
    return { items: found.slice(offset, offset + limit), total: found.length };
  }

  change(task: Task, changes: Partial<Task>): Task {
    const changed = { ...task, ...changes, updatedAt: new Date().toISOString() };
    this.#tasks.set(task.id, changed);
    return changed;
  }

  delete(id: string): boolean {
    return this.#tasks.delete(id);
  }
}
