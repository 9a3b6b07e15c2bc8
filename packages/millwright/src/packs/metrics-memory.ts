import { addMetrics, type GeneratorMetrics, type PackStores } from '@millwright/factory';

/** No pack can have this name. */
const ownStore = '@millwright';
const keyOf = (generator: string) => `generators/${generator}`;

/** Adds what a command has seen of generators to what earlier ones have seen. Where nothing can be written, it is not. */
export function rememberMetrics(stores: PackStores, seen: ReadonlyMap<string, GeneratorMetrics>): void {
  try {
    for (const [generator, metrics] of seen) {
      stores.of(ownStore).set(keyOf(generator), addMetrics(metrics, recallMetrics(stores, generator)));
    }
  } catch {
    // What was built is built: figures are not worth an error.
  }
}

/** What is known of a generator; undefined for one that has never run here, or when it cannot be read. */
export function recallMetrics(stores: PackStores, generator: string): GeneratorMetrics | undefined {
  try {
    return stores.of(ownStore).get(keyOf(generator)) as GeneratorMetrics | undefined;
  } catch {
    return undefined;
  }
}
