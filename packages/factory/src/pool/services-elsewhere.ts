import { ServiceElsewhereError } from '../service/errors.ts';
import type { ServiceLookup } from '../service/services.ts';

/**
 * The services as a pack sees them where they are not: each that is provided can be had, and none can be used. So a pack is
 * set up as it is everywhere, and only a generator that uses a service fails.
 */
export class ServicesElsewhere {
  readonly #names: readonly string[];

  constructor(names: readonly string[]) {
    this.#names = names;
  }

  forPack(): ServiceLookup {
    return {
      has: ({ name }) => this.#names.includes(name),
      get: ({ name }) => absent(name) as never,
    };
  }
}

function absent(service: string): object {
  const refuse = () => {
    throw new ServiceElsewhereError(service);
  };
  return new Proxy(refuse, { get: refuse, set: refuse, has: refuse });
}
