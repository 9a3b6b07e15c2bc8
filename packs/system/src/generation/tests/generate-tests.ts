import type { FileTree } from '@millwright/factory';
import type { SystemModel } from '../../model/system.ts';
import { acceptanceTests } from './acceptance-tests.ts';
import { eventuallyFile } from './eventually-file.ts';
import { integrationTests } from './integration-tests.ts';
import { listeningFile, listeningProtocols } from './listening-file.ts';
import { supportFiles } from './support-files.ts';

/** test/integration, test/acceptance (from the model's scenarios) and test/support. */
export function generateTests(model: SystemModel): FileTree {
  const tree = supportFiles(model).merge(integrationTests(model)).merge(acceptanceTests(model));
  const isPatient = tree.files().some(({ content }) => content.includes("'../support/eventually.ts'"));
  const protocols = listeningProtocols(model);
  if (protocols.size > 0) tree.write('test/support/listening.ts', listeningFile(protocols));
  return isPatient ? tree.write('test/support/eventually.ts', eventuallyFile) : tree;
}
