import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '@millwright/factory';
import { parse } from 'yaml';
import { deriveScenarios, type Unproven } from '../acceptance/derive-scenarios.ts';
import { BlueprintError } from '../blueprint/errors.ts';
import { lowerBlueprint } from '../lowering/lower-blueprint.ts';
import type { SystemModel } from '../model/system.ts';
import { type Requirements, requirementsSchema } from '../requirements/requirements.ts';

/** What a written system says about itself: its requirements, and its blueprint as a model. */
export interface WrittenSystem {
  readonly requirements: Requirements;
  /** Absent when the blueprint cannot be read any more; the findings say why. */
  readonly model?: SystemModel;
  readonly blueprintFindings: readonly Finding[];
  /** What no acceptance scenario proves, with the reason. */
  readonly unproven: readonly Unproven[];
}

/** Reads a system that Millwright wrote and people may have edited since. */
export async function readSystem(folder: string): Promise<WrittenSystem> {
  const requirements = await readRequirements(folder);
  const yaml = await readFile(join(folder, 'blueprint.yaml'), 'utf8');
  try {
    const { model } = lowerBlueprint(yaml, { file: 'blueprint.yaml' });
    const { scenarios, unproven } = deriveScenarios(requirements, model);
    return { requirements, model: { ...model, scenarios }, blueprintFindings: [], unproven };
  } catch (error) {
    if (!(error instanceof BlueprintError)) throw error;
    return { requirements, blueprintFindings: findingsOf(error), unproven: [] };
  }
}

/** A system whose requirements were removed or broken has none: its checks still run. */
export async function readRequirements(folder: string): Promise<Requirements> {
  try {
    return requirementsSchema.parse(parse(await readFile(join(folder, 'requirements.yaml'), 'utf8')));
  } catch {
    return { statements: [], assumptions: [], questions: [] };
  }
}

function findingsOf(error: BlueprintError): readonly Finding[] {
  return error.diagnostics.map(({ code, message, line, column, suggestion }) => ({
    code,
    severity: 'error',
    message,
    place: {
      file: 'blueprint.yaml',
      ...(line === undefined ? {} : { line }),
      ...(column === undefined ? {} : { column }),
    },
    ...(suggestion === undefined ? {} : { fix: suggestion }),
  }));
}
