import type { Operation, Step } from '../../../../model/operation.ts';
import type { SystemPlan } from '../../../plan/system-plan.ts';
import type { Reads } from '../../../plan/variable-reads.ts';
import type { CheckFunctions } from '../check-functions.ts';
import type { OperationScope } from '../operation-scope.ts';
import type { RecordLoaders } from '../record-loaders.ts';

export type StepOf<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

/** Where a list of steps stands. */
export interface StepsContext {
  readonly operation: Operation;
  readonly system: SystemPlan;
  readonly scope: OperationScope;
  readonly loaders: RecordLoaders;
  /** Takes what is required into functions of its own; absent where the operation is short enough. */
  readonly checks?: CheckFunctions;
  /** Whether anything after these steps reads a variable. */
  readonly readsAfter: Reads;
  /** Whether the value of a step is at once what the function returns. */
  readonly isResult: (step: Step) => boolean;
}

/** Where one step stands. */
export interface StepContext extends Omit<StepsContext, 'isResult' | 'readsAfter'> {
  readonly isResult: boolean;
  /** Renders the steps inside the step. */
  readonly renderSteps: (steps: readonly Step[], context: StepsContext) => string[];
  /** Whether a later step, or the answer, reads a variable. */
  readonly readsLater: Reads;
  /** Whether a later step gives the variable a new value. */
  readonly isReassigned: (variable: string) => boolean;
}
