import { DefinitionError } from '../errors.ts';
import type { Room } from '../scheduler/room.ts';
import type { Clock } from './clock.ts';
import {
  type Permit,
  Resource,
  type ResourceOptions,
  type ResourceStatus,
  type UseResult,
} from './resource.ts';

/** What an attempt holds while it runs. */
export interface Pass {
  readonly permits: readonly (readonly [resource: Resource, permit: Permit])[];
  /** A resource the attempt should have used and that is out of service. */
  readonly down: string | undefined;
}

/** Admits attempts of all runs of this process: a total number at once, and what each named resource allows. */
export class Gate implements Room {
  #free: number;
  readonly #clock: Clock;
  readonly #resources: ReadonlyMap<string, Resource>;
  readonly #waiting = new Map<() => void, number>();
  #wakeAt: number | undefined;
  #cancelWake = () => {};

  constructor(total: number, resources: Readonly<Record<string, ResourceOptions>>, clock: Clock) {
    this.#free = total;
    this.#clock = clock;
    this.#resources = new Map(
      Object.entries(resources).map(([name, options]) => [name, new Resource(options)]),
    );
  }

  get total(): number {
    return this.#free;
  }

  free(name: string): number {
    return this.#resource(name).free(this.#clock.now());
  }

  isDown(name: string): boolean {
    return this.#resource(name).isDown(this.#clock.now());
  }

  status(): Readonly<Record<string, ResourceStatus>> {
    const now = this.#clock.now();
    return Object.fromEntries([...this.#resources].map(([name, resource]) => [name, resource.status(now)]));
  }

  take(uses: readonly string[]): Pass {
    this.#free -= 1;
    const down = uses.find((name) => this.isDown(name));
    const now = this.#clock.now();
    if (down !== undefined) return { permits: [], down };
    return { permits: uses.map((name) => [this.#resource(name), this.#resource(name).take(now)]), down };
  }

  release({ permits }: Pass, result: UseResult): void {
    this.#free += 1;
    const now = this.#clock.now();
    for (const [resource, permit] of permits) resource.release(permit, result, now);
    this.#admit();
  }

  /** Calls back once when there may be room; of several, the highest priority first. */
  whenFree(callback: () => void, priority: number): void {
    this.#waiting.set(callback, priority);
    this.#schedule();
  }

  forget(callback: () => void): void {
    this.#waiting.delete(callback);
    if (this.#waiting.size > 0) return;
    this.#cancelWake();
    this.#wakeAt = undefined;
  }

  /** Throws DefinitionError unless a resource of this name is known. */
  assertKnown(name: string, stage: string): void {
    if (this.#resources.has(name)) return;
    throw new DefinitionError(`Stage ${stage} uses ${name}, which is not among the engine's resources`);
  }

  #admit(): void {
    const callbacks = [...this.#waiting].toSorted(([, left], [, right]) => right - left);
    for (const [callback] of callbacks) {
      if (this.#free === 0) return;
      this.#waiting.delete(callback);
      callback();
    }
  }

  /** Room that comes with time alone: a rate limit's next share, a breaker's trial. */
  #schedule(): void {
    const now = this.#clock.now();
    const times = [...this.#resources.values()].map((resource) => resource.nextChangeAt(now) ?? Infinity);
    const next = Math.min(...times);
    if (next === Number.POSITIVE_INFINITY || next === this.#wakeAt) return;
    this.#cancelWake();
    this.#wakeAt = next;
    this.#cancelWake = this.#clock.after(next - now, () => {
      this.#wakeAt = undefined;
      this.#admit();
    });
  }

  #resource(name: string): Resource {
    const resource = this.#resources.get(name);
    if (resource === undefined) throw new RangeError(`No resource ${name}`);
    return resource;
  }
}
