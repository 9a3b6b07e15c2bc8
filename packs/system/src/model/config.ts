import type { Field } from './field.ts';

/** A value that the environment of the process gives, read once at start. */
export interface Setting
  extends Pick<Field, 'name' | 'type' | 'isOptional' | 'defaultValue' | 'description'> {
  /** The environment variable: `MAX_PLACES` for `maxPlaces`. */
  readonly variable: string;
  /** Never logged and never answered. */
  readonly isSecret: boolean;
}
