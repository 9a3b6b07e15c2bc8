/** A place where a person and the generator changed the same thing in different ways. The person's side is what the merged file has. */
export interface MergeConflict {
  /** The first line of the place in the merged file, from 1; for JSON, the path of the value. */
  readonly place: number | string;
  readonly base: string;
  readonly theirs: string;
  readonly generated: string;
}
