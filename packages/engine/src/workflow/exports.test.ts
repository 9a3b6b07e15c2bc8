import { expect, test } from 'vitest';
import * as workflow from '../workflow.ts';

test('the public names of workflows are exactly these', () => {
  expect(Object.keys(workflow).toSorted()).toMatchInlineSnapshot(`
    [
      "WorkflowError",
      "checkWorkflow",
      "collectWorkflow",
      "compileWorkflow",
      "defineStep",
      "diagnosticCodes",
      "formatDiagnostic",
      "graphAsMermaid",
      "graphAsSvg",
      "graphAsText",
      "isWorkflowPipeline",
      "measuredDurations",
      "openQuestions",
      "ownFailure",
      "readRunInput",
      "sourceOf",
      "statusPhases",
      "stepHeldBy",
      "stepOn",
      "stopsAmong",
      "workflowGraph",
      "workflowNameOf",
    ]
  `);
});
