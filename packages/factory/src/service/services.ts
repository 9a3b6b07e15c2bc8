import { MissingServiceError, ServiceConflictError } from './errors.ts';
import type { ServiceToken } from './service-token.ts';

/** What the composition root gives to packs: each service by its token. */
export interface ServiceLookup {
  /** @throws MissingServiceError when nobody provides it. */
  get<Service>(token: ServiceToken<Service>): Service;
  has(token: ServiceToken<unknown>): boolean;
}

/** The services of one factory. */
export class Services {
  /** By name: makes the service for a pack. */
  readonly #services = new Map<string, (pack: string) => unknown>();

  /** One service for all packs. @throws ServiceConflictError when the name is taken. */
  provide<Service>(token: ServiceToken<Service>, service: Service): this {
    return this.provideEach(token, () => service);
  }

  /** A service of its own for each pack that asks. @throws ServiceConflictError when the name is taken. */
  provideEach<Service>({ name }: ServiceToken<Service>, make: (pack: string) => Service): this {
    if (this.#services.has(name)) throw new ServiceConflictError(name);
    this.#services.set(name, make);
    return this;
  }

  /** Names of all that is provided. */
  names(): readonly string[] {
    return [...this.#services.keys()];
  }

  /** The services as a pack sees them. */
  forPack(pack: string): ServiceLookup {
    return {
      has: ({ name }) => this.#services.has(name),
      get: <Service>({ name }: ServiceToken<Service>) => {
        const make = this.#services.get(name);
        if (make === undefined) throw new MissingServiceError(name, this.names());
        return make(pack) as Service;
      },
    };
  }
}
