/** Workflows in YAML: the same model as pipelines defined in code, read, checked, drawn, compiled and debugged. */

export { type BreakpointPrompt, stepHeldBy } from './workflow/breakpoint.ts';
export { type CheckedWorkflow, checkWorkflow } from './workflow/check-workflow.ts';
export { type CompiledWorkflow, type CompileOptions, compileWorkflow } from './workflow/compile-workflow.ts';
export { type OpenQuestion, openQuestions, stepOn, stopsAmong } from './workflow/debugger.ts';
export {
  type Diagnostic,
  type DiagnosticCode,
  diagnosticCodes,
  formatDiagnostic,
} from './workflow/diagnostic.ts';
export { WorkflowError } from './workflow/errors.ts';
export { type CriticalPath, measuredDurations } from './workflow/graph/critical-path.ts';
export { graphAsMermaid } from './workflow/graph/mermaid.ts';
export { graphAsSvg } from './workflow/graph/svg.ts';
export { graphAsText } from './workflow/graph/text.ts';
export {
  type GraphEdge,
  type GraphNode,
  type WorkflowGraph,
  workflowGraph,
} from './workflow/graph/workflow-graph.ts';
export type { JsonSchema } from './workflow/json-schema.ts';
export type { OptimisedWorkflow, RemovedStep } from './workflow/optimise.ts';
export {
  type Breakpoints,
  isWorkflowPipeline,
  readRunInput,
  type WorkflowRunInput,
  workflowNameOf,
} from './workflow/run-input.ts';
export {
  defineStep,
  type StepContext,
  type StepDefinition,
  type StepOptions,
} from './workflow/step-definition.ts';
export { type StatusPhase, statusPhases } from './workflow/status-phase.ts';
export { ownFailure } from './workflow/workflow-fault.ts';
export type { Step, Workflow } from './workflow/workflow.ts';
export { collectWorkflow, sourceOf, type WorkflowSource } from './workflow/workflow-source.ts';
