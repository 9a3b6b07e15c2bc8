import { FileTree } from '@millwright/factory';
import type { SystemModel } from '../../model/system.ts';
import type { Requirements } from '../../requirements/requirements.ts';
import { openApiFiles } from '../openapi/openapi-files.ts';
import { dockerFiles } from './docker-files.ts';
import { packageFile } from './package-file.ts';
import { readme } from './readme.ts';
import { requirementsFile } from './requirements-file.ts';
import { toolFiles } from './tool-files.ts';
import { workflowFile } from './workflow-file.ts';

export interface ScaffoldContext {
  readonly requirements: Requirements;
  /** The text of the blueprint, written as it is. */
  readonly blueprintYaml: string;
  /** One paragraph on how the system was proven, for the README. */
  readonly evidenceSummary?: string;
}

/** Everything around the code of a system: package, tools, container, workflow, descriptions and README. */
export function generateScaffold(model: SystemModel, context: ScaffoldContext): FileTree {
  return new FileTree()
    .write('package.json', packageFile(model))
    .write('README.md', readme(model, context))
    .write('blueprint.yaml', context.blueprintYaml)
    .write('requirements.yaml', requirementsFile(context.requirements))
    .write('.github/workflows/ci.yml', workflowFile(model.storage))
    .merge(toolFiles())
    .merge(dockerFiles(model))
    .merge(openApiFiles(model));
}
