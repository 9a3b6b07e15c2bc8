import type { Random } from './random.ts';

const keptPerEntity = 50;

/** Ids of the records that requests have created. */
export class Records {
  readonly #ids = new Map<string, string[]>();

  add(entity: string, id: string): void {
    const ids = this.#ids.get(entity) ?? [];
    if (ids.length < keptPerEntity) ids.push(id);
    this.#ids.set(entity, ids);
  }

  forget(entity: string, id: string): void {
    const ids = this.#ids.get(entity) ?? [];
    this.#ids.set(
      entity,
      ids.filter((one) => one !== id),
    );
  }

  /** Which of them are still there is not known. */
  forgetAll(entity: string): void {
    this.#ids.delete(entity);
  }

  pick(entity: string, random: Random): string | undefined {
    return random.pick(this.#ids.get(entity) ?? []);
  }
}
