/** Something asked of a run from outside: by a person, or by another process. */
export type Signal =
  | { readonly type: 'cancel'; readonly reason?: string }
  | { readonly type: 'pause' }
  | { readonly type: 'resume'; readonly stage?: string }
  | {
      readonly type: 'answer';
      readonly stage: string;
      readonly answer?: unknown;
      readonly by?: string;
      /** The sender does not know the stage's schema: whoever takes the answer up has to check it. */
      readonly isUnchecked?: true;
    }
  /** An answer that does not fit its stage's schema. */
  | { readonly type: 'answer-refused'; readonly stage: string; readonly message: string }
  /** A run that a stage of this one called has come to rest. */
  | { readonly type: 'called-run-rested'; readonly runId: string };

export interface SignalRecord {
  readonly id: number;
  readonly signal: Signal;
}
