import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const debian = '/usr/lib/postgresql';

/** Where packages put the programs. PATH is not asked: what runs outside the sandbox must not be chosen by a variable. */
const places = [
  '/usr/bin',
  '/usr/local/bin',
  '/usr/local/pgsql/bin',
  '/opt/homebrew/bin',
  '/opt/homebrew/opt/postgresql/bin',
  '/run/current-system/sw/bin',
];

/** The folder of this machine's PostgreSQL server programs, the newest where there are several; undefined without any. */
export function findPostgres(): string | undefined {
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...places];
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => isExecutable(join(folder, name))));
}

export const postgresRemedy = 'Install PostgreSQL: apt-get install postgresql, or brew install postgresql.';

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
