/** What a worker has to spare at the moment of a decision. */
export interface Room {
  /** Attempts it can begin in all. */
  readonly total: number;
  /** Attempts that may begin to use a named resource. */
  free(resource: string): number;
  /** Whether the resource is out of service: work with a fallback then does not wait for it. */
  isDown(resource: string): boolean;
}

/** Room for everything. */
export const unlimited: Room = {
  total: Number.POSITIVE_INFINITY,
  free: () => Number.POSITIVE_INFINITY,
  isDown: () => false,
};
