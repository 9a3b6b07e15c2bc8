import { isRecord, type JsonSchema } from './json-schema.ts';
import { Mapping } from './mapping.ts';
import { Problems } from './problems.ts';
import { readSchema } from './read-schema.ts';
import { readStep } from './read-step.ts';
import { readYaml } from './read-yaml.ts';
import type { Step, Workflow, WorkflowOutput } from './workflow.ts';

const keys = ['workflow', 'version', 'description', 'input', 'steps', 'output'] as const;
const workflowName = /^[A-Za-z][A-Za-z0-9_-]{0,49}$/;
const stepName = /^[A-Za-z][A-Za-z0-9_]{0,59}$/;

/** Words that CEL keeps for itself, so that `steps.in` could not be written. */
const reserved = new Set(
  (
    'as break const continue else false for function if import in let loop namespace null package return true var ' +
    'void while'
  ).split(' '),
);

/** A workflow and where to report what else is wrong with it. */
export interface ReadWorkflow {
  readonly workflow: Workflow;
  readonly problems: Problems;
}

/**
 * Reads one workflow file. Problems of its shape are in `problems`; what depends on other files and on the registered
 * step kinds is checked later. Throws WorkflowError when the text is not YAML at all.
 */
export function readWorkflow(text: string, file: string): ReadWorkflow {
  const { value, problems } = readYaml(text, file);
  const root = Mapping.read(value, [], keys, problems);
  root?.require('workflow', 'steps');
  const name = root?.text('workflow');
  if (root !== undefined && name !== undefined && !workflowName.test(name)) {
    const message = 'A workflow has a name of a letter, then letters, digits, `_` or `-`, at most 50.';
    problems.add({ code: 'invalid_name', path: root.at('workflow'), message });
  }
  const workflow: Workflow = {
    name: name ?? 'workflow',
    version: readVersion(root),
    description: root?.text('description'),
    file,
    input: readInput(root, problems),
    steps: root === undefined ? [] : readSteps(root, file, problems),
    output: readOutput(root, problems),
  };
  return { workflow, problems };
}

/** `version: 2` is a number in YAML, and meant as a text. */
function readVersion(root: Mapping | undefined): string {
  const value = root?.get('version');
  return typeof value === 'number' ? String(value) : (root?.text('version') ?? '1');
}

function readInput(root: Mapping | undefined, problems: Problems): JsonSchema | undefined {
  const input = root?.mapping('input', ['schema']);
  input?.require('schema');
  if (!input?.has('schema')) return undefined;
  return readSchema(input.get('schema'), input.at('schema'), problems);
}

function readOutput(root: Mapping | undefined, problems: Problems): WorkflowOutput | undefined {
  const output = root?.mapping('output', ['as', 'schema']);
  if (output === undefined) return undefined;
  return {
    as: output.template('as'),
    schema: output.has('schema')
      ? readSchema(output.get('schema'), output.at('schema'), problems)
      : undefined,
  };
}

function readSteps(root: Mapping, file: string, problems: Problems): readonly Step[] {
  const steps = root.get('steps');
  if (!root.has('steps')) return [];
  if (!isRecord(steps) || Object.keys(steps).length === 0) {
    const message = 'Expected a mapping with at least one step.';
    problems.add({ code: 'wrong_type', path: ['steps'], message });
    return [];
  }
  return Object.entries(steps).flatMap(([name, value]) => {
    checkName(name, problems);
    const step = readStep(name, value, file, problems);
    return step === undefined ? [] : [step];
  });
}

function checkName(name: string, problems: Problems): void {
  if (stepName.test(name) && !reserved.has(name)) return;
  const message = reserved.has(name)
    ? `\`${name}\` is a word of the expression language and cannot name a step.`
    : 'A step has a name of a letter, then letters, digits or `_`, at most 60.';
  problems.add({ code: 'invalid_name', path: ['steps', name], isKey: true, message });
}
