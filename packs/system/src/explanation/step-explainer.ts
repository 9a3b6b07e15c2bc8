import type { Step } from '../model/operation.ts';
import type { SystemModel } from '../model/system.ts';
import type { Point } from './explanation.ts';

export type StepOf<Kind extends Step['kind']> = Extract<Step, { readonly kind: Kind }>;

/** What the explanation of a step may look at besides the step. */
export interface StepSurroundings {
  readonly model: SystemModel;
  /** Whether every field of the body may be left out. */
  readonly isPartial: boolean;
  /** Explains steps inside this one. */
  readonly explainSteps: (steps: readonly Step[]) => readonly Point[];
}

/** Says in one sentence what a step of one kind does. */
export type StepExplainer<Kind extends Step['kind']> = (
  step: StepOf<Kind>,
  surroundings: StepSurroundings,
) => Point;
