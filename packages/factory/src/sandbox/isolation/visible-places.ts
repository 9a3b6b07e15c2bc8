import { existsSync, lstatSync, readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { ProcessSpec } from '../../process/process-spec.ts';

/** A place that a sandboxed program sees at the same path as everybody else. */
export interface VisiblePlace {
  readonly path: string;
  readonly access: 'read' | 'write';
}

/**
 * What a command may see beyond the operating system, parents before children: its working folder and the folders that
 * HOME and TMPDIR of its environment name, to write; the packages installed with Millwright, the packages its working
 * folder links to, Node, and what its command line and `readable` name, to read.
 */
export function visiblePlaces(spec: ProcessSpec): readonly VisiblePlace[] {
  const writable = outermost([spec.cwd, spec.env?.['HOME'], spec.env?.['TMPDIR']].filter(mayBeWritten));
  const named = [spec.command, ...(spec.args ?? []).map(valueOf)].filter(isAbsolute);
  const wanted = [process.execPath, ...installedPackages, ...linkedPackages(spec.cwd), ...named];
  const isInside = (path: string) => writable.some((folder) => isWithin(folder, path));
  const readable = [
    ...wanted.filter((path) => !isInside(path)),
    // Within a folder to write it may have become a link since it was made, to anywhere.
    ...(spec.readable ?? []).filter((path) => !isInside(path) || isNoLink(path)),
  ].filter((path) => path !== '/' && existsSync(path));
  const access = new Map<string, VisiblePlace['access']>();
  for (const path of readable) access.set(path, 'read').set(realpathSync(path), 'read');
  for (const path of writable) access.set(path, 'write').set(realpathSync(path), 'write');
  return [...access]
    .map(([path, access]) => ({ path, access }))
    .toSorted((a, b) => a.path.length - b.path.length);
}

/** A folder within another is visible with that one; on its own it could be a link by now. */
function outermost(folders: readonly string[]): readonly string[] {
  return folders.filter((path) => !folders.some((folder) => folder !== path && isWithin(folder, path)));
}

/** `--config=/a/b` names `/a/b`. */
const valueOf = (argument: string): string => argument.replace(/^--?[\w-]+=/, '');

const installedPackages = packageFoldersAbove(import.meta.dirname);

function packageFoldersAbove(folder: string): readonly string[] {
  const parent = dirname(folder);
  const above = parent === folder ? [] : packageFoldersAbove(parent);
  const own = join(folder, 'node_modules');
  return existsSync(own) ? [...above, own] : above;
}

/**
 * The `node_modules` that links in a folder's own `node_modules` lead to. A link counts only when it leads to an installed
 * package of its own name: a program that ran here before may have planted others.
 */
function linkedPackages(folder: string): readonly string[] {
  const found = new Set<string>();
  for (const name of packageNames(join(folder, 'node_modules'))) {
    const link = join(folder, 'node_modules', name);
    if (!lstatSync(link).isSymbolicLink()) continue;
    const target = resolve(dirname(link), readlinkSync(link));
    const ending = `${sep}${join('node_modules', name)}`;
    if (!target.endsWith(ending) || !existsSync(join(target, 'package.json'))) continue;
    found.add(target.slice(0, -name.length - 1));
  }
  return [...found];
}

function packageNames(modules: string): readonly string[] {
  return namesIn(modules).flatMap((name) =>
    name.startsWith('@') ? namesIn(join(modules, name)).map((own) => `${name}/${own}`) : name,
  );
}

function namesIn(folder: string): readonly string[] {
  return lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() ? readdirSync(folder) : [];
}

const isNoLink = (path: string): boolean => existsSync(path) && realpathSync(path) === path;

/** Not the places that a mistaken caller would regret: the machine, a home, all temporary files, Millwright itself. */
function mayBeWritten(folder: string | undefined): folder is string {
  if (folder === undefined || !isAbsolute(folder) || !existsSync(folder)) return false;
  const real = realpathSync(folder);
  const containsPrecious = [homedir(), tmpdir(), import.meta.dirname].some((place) => isWithin(real, place));
  const isOfSystem = ['/usr', '/etc', '/dev', '/proc', '/sys', '/boot'].some((place) =>
    isWithin(place, real),
  );
  return !containsPrecious && !isOfSystem;
}

export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
