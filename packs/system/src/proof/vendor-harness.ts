import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  FileTree,
  ToolFailedError,
  ToolMissingError,
  findPackage,
  readTree,
  runProcess,
  writeTree,
} from '@millwright/factory';
import { resolveTypeScript } from './staging/tools.ts';

const packageName = '@millwright/harness';
const target = 'vendor/harness';
const buildTimeoutMs = 60_000;

let lastBuilt: { readonly key: string; readonly tree: FileTree } | undefined;

/**
 * The harness as generated systems carry it: JavaScript and type declarations under `vendor/harness`, a package without
 * dependencies. The components of dataflow are only in it for systems whose files import them; without a system, they are.
 * @throws ToolMissingError, ToolFailedError when it cannot be built.
 */
export async function vendorHarness(system?: FileTree, signal?: AbortSignal): Promise<FileTree> {
  const whole = await wholeHarness(signal);
  const hasDataflow = system?.files().some(({ content }) => content.includes(`'${packageName}/dataflow'`));
  if (hasDataflow !== false) return whole;
  const manifest = `${target}/package.json`;
  const isKept = (path: string) => path !== manifest && !path.startsWith(`${target}/lib/dataflow/`);
  const kept = whole.files().filter(({ path }) => isKept(path));
  return FileTree.from(kept).write(manifest, manifestOf(whole, withoutDataflow));
}

/** Built when its sources have changed, otherwise read from the cache beside it. */
async function wholeHarness(signal: AbortSignal | undefined): Promise<FileTree> {
  const installed = findPackage(packageName, import.meta.url);
  if (!installed) throw new ToolMissingError('the harness', packageName);
  const folder = await realpath(installed);
  const sources = await harnessSources(folder);
  const key = hashOf(sources);
  if (lastBuilt?.key === key) return lastBuilt.tree;
  const cache = join(folder, 'dist', 'vendored', key);
  if (!existsSync(cache)) await build(folder, cache, signal);
  const tree = await vendored(folder, (await readTree(cache)).tree);
  lastBuilt = { key, tree };
  return tree;
}

async function harnessSources(folder: string): Promise<FileTree> {
  const { tree } = await readTree(join(folder, 'src'));
  const isShipped = ({ path }: { path: string }) => !/\.(test|fixture)\.ts$/.test(path);
  const sources = FileTree.from(tree.files().filter(isShipped));
  for (const name of ['tsconfig.build.json', 'package.json']) {
    sources.write(name, await readFile(join(folder, name), 'utf8'));
  }
  return sources;
}

function hashOf(tree: FileTree): string {
  const hash = createHash('sha256');
  for (const { path, content } of tree.files()) hash.update(JSON.stringify([path, content]));
  return hash.digest('hex').slice(0, 16);
}

async function build(folder: string, cache: string, signal: AbortSignal | undefined): Promise<void> {
  const output = await mkdtemp(join(tmpdir(), 'millwright-harness-'));
  try {
    const tool = resolveTypeScript();
    const result = await runProcess({
      command: tool.command,
      args: [...tool.leadingArgs, '-p', 'tsconfig.build.json', '--outDir', output],
      cwd: folder,
      timeoutMs: buildTimeoutMs,
      signal,
    });
    if (result.exitCode !== 0) throw new ToolFailedError('tsc (building the harness)', result);
    await writeTree((await readTree(output)).tree, cache);
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

async function vendored(folder: string, library: FileTree): Promise<FileTree> {
  const source = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  const manifest = {
    name: packageName,
    version: source.version,
    description: source.description,
    license: source.license,
    private: true,
    type: 'module',
    exports: { ...withoutDataflow, ...dataflow },
  };
  const tree = new FileTree().write(`${target}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
  for (const file of library.files()) tree.write(`${target}/lib/${file.path}`, file.content);
  return tree;
}

const withoutDataflow = { '.': { types: './lib/index.d.ts', default: './lib/index.js' } };
const dataflow = {
  './dataflow': { types: './lib/dataflow/index.d.ts', default: './lib/dataflow/index.js' },
};

/** The manifest of the vendored package with other exports. */
function manifestOf(tree: FileTree, exports: object): string {
  const manifest = JSON.parse(tree.get(`${target}/package.json`)?.content ?? '{}') as object;
  return `${JSON.stringify({ ...manifest, exports }, null, 2)}\n`;
}
