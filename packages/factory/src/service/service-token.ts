/** Names a service and carries its type: whoever asks for the token gets exactly that. */
export interface ServiceToken<Service> {
  /** Unique in a factory, kebab-case: `sandbox`, `knowledge`. */
  readonly name: string;
  /** Never set; ties the type to the token. */
  readonly service?: Service;
}

/** Declares a service that packs may ask for. Two tokens of one name stand for the same service. */
export function defineService<Service>(name: string): ServiceToken<Service> {
  return Object.freeze({ name });
}
