import type { FileTree } from '@millwright/factory';
import type { SystemModel } from '../../model/system.ts';
import { acceptanceTests } from './acceptance-tests.ts';
import { integrationTests } from './integration-tests.ts';
import { supportFiles } from './support-files.ts';

/** test/integration, test/acceptance (from the model's scenarios) and test/support. */
export function generateTests(model: SystemModel): FileTree {
  return supportFiles(model).merge(integrationTests(model)).merge(acceptanceTests(model));
}
