/** A request to start from, chosen by its name instead of being written. */
export interface Template {
  /** Unique in a factory, kebab-case, with the pack's name in front: `system/booking`. */
  readonly name: string;
  /** For people, in a list. */
  readonly title: string;
  readonly description: string;
  /** The request as a person could have written it: a brief, a blueprint. */
  readonly request: string;
}

/** Declares a template. */
export function defineTemplate(template: Template): Template {
  return Object.freeze(template);
}
