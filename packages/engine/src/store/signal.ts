/** Something asked of a run from outside: by a person, or by another process. */
export type Signal =
  | { readonly type: 'cancel'; readonly reason?: string }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' };

export interface SignalRecord {
  readonly id: number;
  readonly signal: Signal;
}
