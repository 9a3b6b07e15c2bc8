import { FileTree } from '@millwright/factory';
import type { SystemModel } from '../../model/system.ts';
import { environmentFile, environmentFileText } from './environment-file.ts';
import { testDatabase } from './postgresql/test-database.ts';
import { withDatabase } from './postgresql/with-database.ts';
import { needsClock } from './needs-clock.ts';
import { signingFile, signingFileText } from './signing-file.ts';
import { apiClientFile } from './support/api-client-file.ts';
import { ownDatabase, ownFolder } from './support/data-place.ts';
import { expectationsFile } from './support/expectations-file.ts';
import { inProcessFile } from './support/in-process-file.ts';
import { runningSystemFile } from './support/running-system-file.ts';

/** The few lines that the integration and acceptance tests of a system share. */
export function supportFiles(model: SystemModel): FileTree {
  const tree = new FileTree();
  const environment = environmentFileText(model);
  if (environment !== undefined) tree.write(environmentFile, environment);
  const signing = signingFileText(model);
  if (signing !== undefined) tree.write(signingFile, signing);
  const hasEnvironment = environment !== undefined;
  const isPostgres = model.storage.kind === 'postgresql';
  const place = isPostgres ? ownDatabase : ownFolder;
  const hasClock = model.scenarios.some(needsClock);
  tree
    .write('test/support/api-client.ts', apiClientFile(model))
    .write('test/support/expectations.ts', expectationsFile(model))
    .write('test/support/in-process.ts', inProcessFile(model, hasEnvironment))
    .write('test/support/running-system.ts', runningSystemFile({ hasEnvironment, place, hasClock }));
  if (!isPostgres) return tree;
  return tree
    .write('test/support/test-database.ts', testDatabase)
    .write('test/support/with-database.ts', withDatabase);
}
