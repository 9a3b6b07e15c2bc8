/** What a person watching a build is told. `at` is milliseconds since the epoch. */
export type BuildEvent =
  | { readonly kind: 'started'; readonly step: StepAddress; readonly at: number }
  | {
      readonly kind: 'finished';
      readonly step: StepAddress;
      readonly at: number;
      readonly outcome: StepOutcome;
      readonly note?: string;
    };

export type StepOutcome = 'succeeded' | 'failed' | 'skipped';

/** A stage, or one of the parallel parts of a stage: a component of a map stage, a check of the proof. */
export interface StepAddress {
  readonly stage: string;
  readonly part?: string;
}
