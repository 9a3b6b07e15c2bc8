import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { StepDefinition } from '@millwright/engine/workflow';
import { UsageError } from '../errors.ts';

/**
 * The step kinds that modules export, alone or in lists. Loading a module runs its code: only a person names modules,
 * never a workflow.
 * @throws UsageError for a module that cannot be loaded.
 */
export async function loadStepModules(modules: readonly string[]): Promise<readonly StepDefinition<never>[]> {
  const found: StepDefinition<never>[] = [];
  for (const module of modules) {
    const exported = Object.values(await importModule(module)).flat();
    // A module may export one list and its members as well.
    found.push(...new Set(exported.filter(isStepDefinition)));
  }
  return [...new Set(found)];
}

/** The place of a module named on the command line: a path, or a package installed where the person is. */
export function locatePack(module: string, workingDirectory: string): string {
  const path = resolve(workingDirectory, module);
  if (existsSync(path) || /^\.{0,2}\//.test(module)) return path;
  try {
    return createRequire(join(workingDirectory, 'package.json')).resolve(module);
  } catch {
    throw new UsageError(
      'unknown_pack',
      `There is no package ${module} here.`,
      'Install it, or give a path: ./steps.ts.',
    );
  }
}

async function importModule(path: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError('unknown_pack', `The pack ${path} cannot be loaded: ${why}`);
  }
}

function isStepDefinition(value: unknown): value is StepDefinition<never> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    'input' in value &&
    'isPure' in value &&
    'run' in value &&
    typeof value.run === 'function'
  );
}
