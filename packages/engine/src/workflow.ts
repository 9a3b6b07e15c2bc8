/** Workflows in YAML: the same model as pipelines defined in code, read, checked, drawn, compiled and debugged. */

export { type CheckedWorkflow, checkWorkflow } from './workflow/check-workflow.ts';
export {
  type Diagnostic,
  type DiagnosticCode,
  diagnosticCodes,
  formatDiagnostic,
} from './workflow/diagnostic.ts';
export { WorkflowError } from './workflow/errors.ts';
export {
  defineStep,
  type StepContext,
  type StepDefinition,
  type StepOptions,
} from './workflow/step-definition.ts';
export { collectWorkflow, sourceOf, type WorkflowSource } from './workflow/workflow-source.ts';
