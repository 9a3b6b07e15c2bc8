/** Something asked of a run from outside: by a person, or by another process. */
export type Signal =
  | { readonly type: 'cancel'; readonly reason?: string }
  | { readonly type: 'pause' }
  | { readonly type: 'resume'; readonly stage?: string }
  /** `answer` fits the stage's schema: the sender has checked it. */
  | { readonly type: 'answer'; readonly stage: string; readonly answer?: unknown; readonly by?: string }
  /** A run that a stage of this one called has come to rest. */
  | { readonly type: 'called-run-rested'; readonly runId: string };

export interface SignalRecord {
  readonly id: number;
  readonly signal: Signal;
}
