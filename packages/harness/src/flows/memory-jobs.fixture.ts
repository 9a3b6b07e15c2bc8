import type { Job, JobQuery, JobTable, NewJob } from './job.ts';

/** Jobs in memory; a transaction that throws leaves them as they were. */
export class MemoryJobs implements JobTable {
  rows = new Map<string, Job>();
  #count = 0;

  async transact<Result>(run: (jobs: MemoryJobs) => Result): Promise<Awaited<Result>> {
    const before = new Map(this.rows);
    try {
      return await run(this);
    } catch (error) {
      this.rows = before;
      throw error;
    }
  }

  find(id: string): Job | undefined {
    return this.rows.get(id);
  }

  list({ where, limit }: JobQuery): { items: readonly Job[]; total: number } {
    const items = [...this.rows.values()].filter((job) => job.isDead === where.isDead.equals);
    return { items: items.slice(0, limit), total: items.length };
  }

  insert(values: NewJob): Job {
    this.#count += 1;
    const job = { ...values, id: `job${this.#count}` };
    this.rows.set(job.id, job);
    return job;
  }

  update(job: Job, changes: Partial<NewJob>): Job {
    const changed = { ...job, ...changes };
    this.rows.set(job.id, changed);
    return changed;
  }

  delete(job: Job): void {
    this.rows.delete(job.id);
  }
}
