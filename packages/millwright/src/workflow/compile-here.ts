import {
  type CompiledWorkflow,
  compileWorkflow,
  WorkflowError,
  type WorkflowSource,
} from '@millwright/engine/workflow';
import { type FactoryFolders, openFactory } from '../packs/open-factory.ts';
import { loadStepModules } from './step-modules.ts';

/** Where kinds of steps come from, besides those that are built in. */
export interface StepSources {
  /** Absolute paths of modules that a person named; what they bring comes first. */
  readonly modules: readonly string[];
  /** Of the project whose packs bring others. */
  readonly folders: FactoryFolders;
}

export interface CompiledHere {
  readonly compiled: CompiledWorkflow;
  /** Closes the packs that its steps are from. */
  readonly close: () => Promise<void>;
}

/** Compiles a workflow with the kinds of steps there are here. The packs are loaded when it uses one of theirs. @throws WorkflowError */
export async function compileHere(
  source: WorkflowSource,
  { modules, folders }: StepSources,
  breakpoints?: 'all' | readonly string[],
): Promise<CompiledHere> {
  const own = await loadStepModules(modules);
  const compile = (steps: typeof own) =>
    compileWorkflow(source, { steps, ...(breakpoints !== undefined && { breakpoints }) });
  try {
    return { compiled: compile(own), close: () => Promise.resolve() };
  } catch (error) {
    if (!usesUnknownKind(error)) throw error;
  }
  const factory = openFactory(folders);
  try {
    const { stages } = await factory.packs();
    const present = new Set(own.map(({ name }) => name));
    const others = [...stages.values()].filter(({ name }) => !present.has(name));
    return { compiled: compile([...own, ...others]), close: () => factory.close() };
  } catch (error) {
    await factory.close();
    throw error;
  }
}

function usesUnknownKind(error: unknown): boolean {
  return error instanceof WorkflowError && error.diagnostics.some(({ code }) => code === 'unknown_kind');
}
