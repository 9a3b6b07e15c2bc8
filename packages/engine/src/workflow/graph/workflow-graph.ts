import type { OptimisedWorkflow } from '../optimise.ts';
import type { Step, Workflow } from '../workflow.ts';
import { type CriticalPath, criticalPath } from './critical-path.ts';

/** A workflow to be drawn. */
export interface WorkflowGraph {
  readonly name: string;
  readonly critical: CriticalPath;
  /** In an order in which the steps could run. */
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  readonly name: string;
  readonly shape: 'work' | 'map' | 'loop' | 'call' | 'approval' | 'sleep';
  /** What the step does: its kind, the file it uses. */
  readonly detail: string;
  readonly isConditional: boolean;
  readonly isCritical: boolean;
  /** Why no run does the step. */
  readonly removed: string | undefined;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly isCritical: boolean;
}

/** The graph of a checked workflow, removed steps included; `measuredMs` are the times of an earlier run. */
export function workflowGraph(
  { name, steps }: Workflow,
  optimised: OptimisedWorkflow,
  measuredMs?: Readonly<Record<string, number>>,
): WorkflowGraph {
  const critical = criticalPath(optimised.steps, measuredMs);
  const onPath = new Set(critical.steps);
  const removed = new Map(optimised.removed.map((step) => [step.name, step.why]));
  const follows = new Map(critical.steps.map((step, index) => [step, critical.steps[index - 1]]));
  return {
    name,
    critical,
    nodes: steps.map((step) => ({
      name: step.name,
      shape: shapeOf(step),
      detail: detailOf(step),
      isConditional: step.condition !== undefined,
      isCritical: onPath.has(step.name),
      removed: removed.get(step.name),
    })),
    edges: steps.flatMap(({ name: to, needs }) =>
      needs.map((from) => ({ from, to, isCritical: onPath.has(to) && follows.get(to) === from })),
    ),
  };
}

function shapeOf(step: Step): GraphNode['shape'] {
  return step.kind === 'work' ? (step.repeat?.kind ?? 'work') : step.kind;
}

function detailOf(step: Step): string {
  switch (step.kind) {
    case 'work':
      return step.repeat === undefined ? step.uses : `${step.uses} (${step.repeat.kind})`;
    case 'call':
      return step.file;
    default:
      return step.kind;
  }
}
