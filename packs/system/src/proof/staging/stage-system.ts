import { existsSync } from 'node:fs';
import { cp, lstat, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type FileTree, type Finding, writeTree } from '@millwright/factory';
import { linkPackages } from './link-packages.ts';
import { vendorHarness } from '../vendor-harness.ts';

/** A system in memory, or one on disk that may have been edited since it was generated. */
export type SystemSource = { readonly tree: FileTree } | { readonly folder: string };

/** A copy of a system with everything it needs to run, in a scratch folder. */
export interface StagedSystem extends AsyncDisposable {
  /** The system's root. */
  readonly folder: string;
  /** What was wrong with its packages. */
  readonly findings: readonly Finding[];
  /** The environment that its processes get: nothing of this process's own. */
  readonly environment: Readonly<Record<string, string>>;
  /** A folder for data, logs and temporary files of the system. Gone with the stage. */
  readonly scratch: string;
}

const notCopied = new Set(['node_modules', '.git', '.millwright', 'evidence', 'coverage']);
const maxFileBytes = 16 * 1024 * 1024;

/**
 * Copies a system to `at`, which is emptied first and removed with the stage, or to a folder of its own among the
 * machine's temporary ones.
 */
export async function stageSystem(source: SystemSource, at?: string): Promise<StagedSystem> {
  const root = await realpath(await emptyFolder(at));
  const dispose = () => rm(root, { recursive: true, force: true, maxRetries: 3 });
  try {
    const folder = join(root, 'system');
    const scratch = join(root, 'scratch');
    await mkdir(scratch);
    if ('tree' in source) await writeTree(source.tree, folder);
    else await copySystem(source.folder, folder);
    if (!existsSync(join(folder, 'vendor', 'harness', 'package.json'))) {
      await writeTree(await vendorHarness(), folder, { ifExists: 'overlay' });
    }
    const findings = await linkPackages(folder, 'folder' in source ? source.folder : undefined);
    return {
      folder,
      scratch,
      findings,
      environment: {
        PATH: join(folder, 'node_modules', '.bin'),
        HOME: scratch,
        TMPDIR: scratch,
        LANG: 'C.UTF-8',
        NO_COLOR: '1',
        // Within the stage: a cache shared by several systems would let one plant code in another.
        NODE_COMPILE_CACHE: join(scratch, 'compile-cache'),
      },
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function emptyFolder(at: string | undefined): Promise<string> {
  if (at === undefined) return mkdtemp(join(tmpdir(), 'millwright-proof-'));
  await rm(at, { recursive: true, force: true });
  await mkdir(at, { recursive: true });
  return at;
}

/** Files and folders only: no links, no devices, nothing huge, nothing that is installed or recorded. */
async function copySystem(from: string, to: string): Promise<void> {
  await cp(from, to, {
    recursive: true,
    filter: async (place) => {
      if (place !== from && notCopied.has(basename(place))) return false;
      const stat = await lstat(place);
      return stat.isDirectory() || (stat.isFile() && stat.size <= maxFileBytes);
    },
  });
}
