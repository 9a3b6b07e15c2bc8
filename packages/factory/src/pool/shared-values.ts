import type { ToWorker } from './messages.ts';

const keptValues = 8;

/** Gives numbers to the values that many jobs share. One for all workers of a pool. */
export class SharedValues {
  readonly #ids = new WeakMap<object, number>();
  #last = 0;

  idOf(value: object): number {
    const known = this.#ids.get(value);
    if (known !== undefined) return known;
    this.#last += 1;
    this.#ids.set(value, this.#last);
    return this.#last;
  }
}

/** Knows which shared values one worker holds. */
export class HeldValues {
  readonly #all: SharedValues;
  /** In the order of their last use. */
  readonly #held = new Set<number>();

  constructor(all: SharedValues) {
    this.#all = all;
  }

  /** Takes a model apart into what the job brings and what the worker holds, with the messages that make it hold that. */
  split(model: unknown): {
    readonly before: readonly ToWorker[];
    readonly model: unknown;
    readonly shared: Readonly<Record<string, number>>;
  } {
    if (!isRecord(model)) return { before: [], model, shared: {} };
    const before: ToWorker[] = [];
    const own: Record<string, unknown> = {};
    const shared: Record<string, number> = {};
    for (const [name, value] of Object.entries(model)) {
      if (isRecord(value) && Object.isFrozen(value)) {
        const id = this.#all.idOf(value);
        shared[name] = id;
        before.push(...this.#hold(id, value));
      } else own[name] = value;
    }
    return { before: [...before, ...this.#forgetOldest(Object.values(shared))], model: own, shared };
  }

  #hold(id: number, value: unknown): readonly ToWorker[] {
    const isHeld = this.#held.delete(id);
    this.#held.add(id);
    return isHeld ? [] : [{ kind: 'value', id, value }];
  }

  #forgetOldest(inUse: readonly number[]): readonly ToWorker[] {
    const surplus = this.#held.size - Math.max(keptValues, inUse.length);
    const oldest = [...this.#held].slice(0, Math.max(0, surplus));
    for (const id of oldest) this.#held.delete(id);
    return oldest.map((id) => ({ kind: 'forget', id }));
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
