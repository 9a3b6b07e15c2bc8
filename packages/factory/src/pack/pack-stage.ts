import type { z } from 'zod';

/** What the code of a stage gets. */
export interface PackStageContext<Input> {
  readonly input: Input;
  readonly signal: AbortSignal;
  log(level: 'debug' | 'info' | 'warn' | 'error', message: string): void;
}

/** A kind of step for workflows, used as `uses: pack.stage`. */
export interface PackStage {
  /** `payments/charge`; a workflow writes `payments.charge`. */
  readonly name: string;
  readonly description: string;
  /** Change it when the code gives another result for the same input. */
  readonly version: string;
  readonly input: z.ZodType;
  readonly output: z.ZodType | undefined;
  readonly run: (context: PackStageContext<unknown>) => unknown;
}

export interface PackStageOptions<In extends z.ZodType, Out extends z.ZodType> {
  readonly name: string;
  readonly description: string;
  readonly version?: string;
  readonly input: In;
  readonly output?: Out;
  /** Runs at least once per step; must heed `signal`. The result must be JSON. */
  readonly run: (context: PackStageContext<z.output<In>>) => z.input<Out> | Promise<z.input<Out>>;
}

/** Declares a stage. */
export function defineStage<In extends z.ZodType, Out extends z.ZodType>(
  options: PackStageOptions<In, Out>,
): PackStage {
  const { version = '1', output, ...others } = options;
  return Object.freeze({ ...others, version, output, run: options.run as PackStage['run'] });
}
