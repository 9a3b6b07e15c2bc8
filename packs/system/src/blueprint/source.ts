import type { ReadBlueprint } from './document.ts';

/** A blueprint whose shape is right. What its notations and expressions mean is checked by lowering. Serialisable. */
export interface BlueprintSource {
  readonly document: ReadBlueprint;
  /** The text it was read from: the source of line and column in diagnostics. */
  readonly yaml?: string;
  /** For messages only. */
  readonly file?: string;
}
