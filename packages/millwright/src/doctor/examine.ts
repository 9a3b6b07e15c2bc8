import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { FactoryFolders } from '../packs/open-factory.ts';
import { biome, findPackage, runProcess, type Trials } from '@millwright/factory';
import { examineIsolation } from './examine-isolation.ts';
import { examineModels } from './examine-models.ts';
import { examineWorkers } from './examine-workers.ts';

/** One thing this machine has or lacks. */
export interface Examination {
  readonly name: string;
  readonly status: 'present' | 'missing' | 'limited';
  /** What was found, with its version where it has one. */
  readonly found: string;
  /** What it costs that it is missing or limited; absent when all is well. */
  readonly cost?: string;
  /** Of isolation: what hostile programs could do. */
  readonly trials?: Trials;
}

/** Looks at everything Millwright uses. Each examination tries the thing itself. */
export async function examine({ project, state }: FactoryFolders): Promise<readonly Examination[]> {
  return Promise.all([
    examineNode(),
    examineSqlite(),
    examinePackage(
      'TypeScript',
      'typescript',
      'Types of generated systems cannot be checked: no build can be proven.',
    ),
    examinePackage('oxlint', 'oxlint', 'Generated systems cannot be linted: no build can be proven.'),
    examinePackage('Biome', biome.packageName, 'Generated code cannot be formatted: nothing can be built.'),
    examineState(state),
    examineLoopback(),
    examineIsolation(process.env),
    examineWorkers(project),
    examinePostgres(),
    examineModels(project, process.env),
    examineCommand('npm', ['--version'], 'Systems cannot be installed: --run does not work.'),
    examineCommand(
      'docker',
      ['info', '--format', '{{.ServerVersion}}'],
      'Generated Dockerfiles cannot be tried here; nothing else.',
    ),
  ]);
}

async function examineNode(): Promise<Examination> {
  const isRecent = Number(process.versions.node.split('.')[0]) >= 24;
  return {
    name: 'Node.js',
    status: isRecent ? 'present' : 'missing',
    found: process.version,
    ...(isRecent ? {} : { cost: 'Millwright needs Node 24 or later; npm start installs one.' }),
  };
}

async function examineSqlite(): Promise<Examination> {
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(':memory:');
  const row = database.prepare('SELECT sqlite_version() AS version').get();
  database.close();
  return { name: 'SQLite', status: 'present', found: String(row?.['version']) };
}

async function examinePostgres(): Promise<Examination> {
  const { findPostgres, postgresRemedy } = await import('@millwright/pack-system');
  const folder = findPostgres();
  const name = 'PostgreSQL server';
  if (folder !== undefined) return { name, status: 'present', found: folder };
  const cost = `Systems with \`storage: postgresql\` can be built here, but not be proven. ${postgresRemedy}`;
  return { name, status: 'missing', found: 'not installed', cost };
}

async function examinePackage(name: string, packageName: string, cost: string): Promise<Examination> {
  const folder = findPackage(packageName, import.meta.url);
  if (folder === undefined)
    return {
      name,
      status: 'missing',
      found: 'not installed',
      cost: `${cost} Run npm install in the folder of Millwright.`,
    };
  const { default: manifest } = await import(`${folder}/package.json`, { with: { type: 'json' } });
  return { name, status: 'present', found: String(manifest.version) };
}

async function examineState(folder: string): Promise<Examination> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    const freeMiB = Math.floor((bavail * bsize) / 1024 / 1024);
    const found = `${folder}, ${freeMiB} MiB free`;
    if (freeMiB >= 200) return { name: 'State folder', status: 'present', found };
    return {
      name: 'State folder',
      status: 'limited',
      found,
      cost: 'Builds may stop when the disk is full; they can be resumed.',
    };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return {
      name: 'State folder',
      status: 'missing',
      found,
      cost: 'No build can start. Set MILLWRIGHT_HOME to a folder that can be written.',
    };
  }
}

function examineLoopback(): Promise<Examination> {
  const name = 'Loopback network';
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error) =>
      resolve({
        name,
        status: 'missing',
        found: error.message,
        cost: 'Systems cannot be tried over HTTP: no build can be proven.',
      }),
    );
    server.listen(0, '127.0.0.1', () =>
      server.close(() => resolve({ name, status: 'present', found: '127.0.0.1' })),
    );
  });
}

async function examineCommand(name: string, args: readonly string[], cost: string): Promise<Examination> {
  try {
    const environment = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
    const result = await runProcess({
      command: name,
      args,
      cwd: process.cwd(),
      env: environment,
      timeoutMs: 5_000,
    });
    const [version = ''] = result.stdout.trim().split('\n');
    if (result.exitCode === 0 && version !== '') return { name, status: 'present', found: version };
    return { name, status: 'missing', found: 'does not answer', cost };
  } catch {
    return { name, status: 'missing', found: 'not installed', cost };
  }
}
