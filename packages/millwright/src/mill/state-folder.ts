import { resolve } from 'node:path';

/** Where runs are kept: `MILLWRIGHT_HOME`, or `.millwright` below the working directory. Absolute. */
export function stateFolder(environment: NodeJS.ProcessEnv, workingDirectory: string): string {
  return resolve(workingDirectory, environment['MILLWRIGHT_HOME'] || '.millwright');
}
