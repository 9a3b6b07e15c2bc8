/** Where a system under test keeps its data, as code. */
export interface DataPlace {
  readonly what: string;
  readonly variable: string;
  readonly type: string;
  readonly create: string;
  readonly remove: string;
  readonly environment: string;
  readonly nodeImport: string;
  readonly ownImport: string;
}

export const ownFolder: DataPlace = {
  what: 'a data folder',
  variable: 'folder',
  type: 'string',
  create: "await mkdtemp(join(tmpdir(), 'system-'))",
  remove: 'rm(this.#folder, { recursive: true, force: true })',
  environment: "DATA_FILE: join(folder, 'data.sqlite')",
  nodeImport: "import { mkdtemp, rm } from 'node:fs/promises';\n",
  ownImport: '',
};

export const ownDatabase: DataPlace = {
  what: 'a database',
  variable: 'database',
  type: 'TestDatabase',
  create: 'await createTestDatabase()',
  remove: 'this.#database.drop()',
  environment: 'DATABASE_URL: database.url',
  nodeImport: '',
  ownImport: "import { createTestDatabase, type TestDatabase } from './test-database.ts';\n",
};
