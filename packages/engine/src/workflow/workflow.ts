import type { Template } from '../expression/template.ts';
import type { RetryOptions } from '../definition/retry-policy.ts';
import type { JsonSchema } from './json-schema.ts';
import type { PlacedExpression } from './mapping.ts';

/** A workflow as its file says it: read, but not yet checked against other files and the step kinds there are. */
export interface Workflow {
  readonly name: string;
  readonly version: string;
  readonly description: string | undefined;
  /** As the workflow that uses it names it, from the first file's folder. */
  readonly file: string;
  readonly input: JsonSchema | undefined;
  /** In the order of the file. */
  readonly steps: readonly Step[];
  readonly output: WorkflowOutput | undefined;
}

export interface WorkflowOutput {
  readonly as: Template | undefined;
  readonly schema: JsonSchema | undefined;
}

export type Step = StepBase & (WorkPart | CallPart | ApprovalPart | SleepPart);

export interface StepBase {
  readonly name: string;
  readonly description: string | undefined;
  readonly needs: readonly string[];
  readonly condition: PlacedExpression | undefined;
  readonly priority: number | undefined;
  /** How long the author expects the step to take. */
  readonly estimateMs: number | undefined;
}

/** A step that runs a registered kind: once, once per item, or again and again. */
export interface WorkPart {
  readonly kind: 'work';
  readonly uses: string;
  readonly with: Template;
  readonly output: JsonSchema | undefined;
  readonly retry: Retry | undefined;
  readonly timeoutMs: number | undefined;
  readonly fallback: Template | undefined;
  readonly compensate: { readonly uses: string; readonly with: Template } | undefined;
  readonly isCached: boolean;
  readonly repeat: MapPart | LoopPart | undefined;
}

export interface MapPart {
  readonly kind: 'map';
  readonly over: PlacedExpression;
  readonly key: PlacedExpression | undefined;
  readonly limit: number | undefined;
}

export interface LoopPart {
  readonly kind: 'loop';
  readonly initial: Template;
  readonly until: PlacedExpression;
  readonly maxRounds: number;
}

export interface CallPart {
  readonly kind: 'call';
  /** The file used, from the first file's folder. */
  readonly file: string;
  readonly with: Template;
}

export interface ApprovalPart {
  readonly kind: 'approval';
  readonly prompt: Template;
  readonly answer: JsonSchema;
  readonly timeoutMs: number | undefined;
}

export interface SleepPart {
  readonly kind: 'sleep';
  /** Gives an ISO 8601 duration. */
  readonly duration: Template;
}

export interface Retry {
  readonly policy: RetryOptions;
  /** Asked about each failure: whether to try again. */
  readonly when: PlacedExpression | undefined;
  readonly exceptWhen: PlacedExpression | undefined;
}
