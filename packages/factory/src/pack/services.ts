import { MissingServiceError, ServiceConflictError } from './errors.ts';
import type { ServiceToken } from './service-token.ts';

/** What the composition root gives to packs: each service by its token. */
export interface ServiceLookup {
  /** @throws MissingServiceError when nobody provides it. */
  get<Service>(token: ServiceToken<Service>): Service;
  has(token: ServiceToken<unknown>): boolean;
}

/** The services of one factory. */
export class Services implements ServiceLookup {
  readonly #services = new Map<string, unknown>();

  /** @throws ServiceConflictError when the name is taken. */
  provide<Service>(token: ServiceToken<Service>, service: Service): this {
    if (this.#services.has(token.name)) throw new ServiceConflictError(token.name);
    this.#services.set(token.name, service);
    return this;
  }

  has({ name }: ServiceToken<unknown>): boolean {
    return this.#services.has(name);
  }

  get<Service>({ name }: ServiceToken<Service>): Service {
    if (!this.#services.has(name)) throw new MissingServiceError(name, [...this.#services.keys()]);
    return this.#services.get(name) as Service;
  }
}
