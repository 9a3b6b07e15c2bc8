import { readModelConfig } from '@millwright/models';
import { readProjectConfig } from '../packs/project-config.ts';
import type { Examination } from './examine.ts';

const name = 'Language model';

/** Which models are configured. None is asked anything. */
export async function examineModels(
  projectFolder: string,
  environment: NodeJS.ProcessEnv,
): Promise<Examination> {
  try {
    const config = readModelConfig(readProjectConfig(projectFolder).models, environment);
    if (config)
      return { name, status: 'present', found: [...new Set([...config.roles.values()].flat())].join(', ') };
    const cost = 'Only what fixers can repair is repaired (docs/models.md).';
    return { name, status: 'limited', found: 'none configured', cost };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return {
      name,
      status: 'missing',
      found,
      cost: 'Nothing can be built before the configuration is right.',
    };
  }
}
