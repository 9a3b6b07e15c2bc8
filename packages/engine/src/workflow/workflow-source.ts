import { WorkflowError } from './errors.ts';
import { readWorkflow } from './read-workflow.ts';

/** The texts of a workflow and of all it uses: everything needed to run it, in any process, at any later time. */
export interface WorkflowSource {
  /** Name of the workflow's own file. */
  readonly entry: string;
  /** Text of each file, by its path from the folder of the first. */
  readonly files: Readonly<Record<string, string>>;
}

const mostFiles = 100;

/**
 * Collects a workflow file and the files it uses. `read` gets paths as the workflows write them, from the folder of the
 * first; it gives undefined for one that is not there, which checking reports at the place where it is used.
 */
export async function collectWorkflow(
  entry: string,
  read: (file: string) => Promise<string | undefined>,
): Promise<WorkflowSource> {
  const files = new Map<string, string>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file) || files.size >= mostFiles) continue;
    const text = await read(file);
    if (text === undefined) continue;
    files.set(file, text);
    open.push(...filesUsedBy(text, file));
  }
  return { entry, files: Object.fromEntries(files) };
}

/** A workflow that is one text and uses no other file. */
export function sourceOf(text: string, file = 'workflow.yaml'): WorkflowSource {
  return { entry: file, files: { [file]: text } };
}

function filesUsedBy(text: string, file: string): readonly string[] {
  try {
    const { workflow } = readWorkflow(text, file);
    return workflow.steps.flatMap((step) => (step.kind === 'call' ? [step.file] : []));
  } catch (error) {
    // Checking reads the text again and reports it.
    if (error instanceof WorkflowError) return [];
    throw error;
  }
}
