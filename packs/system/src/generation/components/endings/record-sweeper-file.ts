import { SourceFile } from '../../code/source-file.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { problemFile } from '../domain/refusal.ts';
import { clockFile } from '../root/clock-file.ts';
import { storeFile } from '../store/store-file.ts';
import { endingsFile, hasEndings, recordSweeperFile } from './ending-paths.ts';

/** `src/components/record-sweeper.ts`, or undefined where no records end. */
export function renderRecordSweeperFile({ model }: SystemPlan): SourceFile | undefined {
  if (!hasEndings(model)) return undefined;
  const file = new SourceFile(recordSweeperFile);
  file.imports.value('@millwright/harness', 'HarnessComponent');
  for (const type of ['ClockFollower', 'ComponentContext']) file.imports.type('@millwright/harness', type);
  file.imports.value('node:timers/promises', 'setTimeout as sleep');
  file.imports.type(clockFile, 'Clock');
  file.imports.value(endingsFile, 'endings');
  file.imports.type(endingsFile, 'Ending');
  file.imports.value(problemFile, 'Problem');
  file.imports.type(storeFile, 'Transaction');
  return file.add(`
const SWEEP_MS = 60_000;
const BATCH = 100;

/** Removes records that have ended. */
export class RecordSweeper extends HarnessComponent implements ClockFollower {
  readonly store = this.requests<Transaction, unknown>('store', { type: 'Transaction' });

  constructor(clock: Clock) {
    super('recordSweeper');
    clock.follow(this);
  }

  override async process({ signal }: ComponentContext): Promise<void> {
    while (!signal.aborted) {
      await this.runDue();
      await sleep(SWEEP_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Nothing finds an ended record any more, so that its removal is never urgent. */
  async nextDue(): Promise<undefined> {
    return undefined;
  }

  async runDue(): Promise<void> {
    for (const ending of endings) await this.#sweep(ending);
  }

  async #sweep({ list, remove }: Ending): Promise<void> {
    let staying = 0;
    let ids: readonly string[];
    do {
      const page = { limit: BATCH, offset: staying };
      ids = (await this.store.request((tables) => list(tables, page))) as readonly string[];
      for (const id of ids) {
        if (!(await this.#isRemoved((tables) => remove(tables, id)))) staying += 1;
      }
    } while (ids.length === BATCH);
  }

  /** A record that others keep from being deleted stays until they are gone. */
  async #isRemoved(removal: Transaction): Promise<boolean> {
    try {
      await this.store.request(removal);
      return true;
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }
}`);
}
