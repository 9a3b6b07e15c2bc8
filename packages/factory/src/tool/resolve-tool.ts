import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ToolMissingError } from '../errors.ts';
import { findPackage } from './find-package.ts';

export interface ToolDefinition {
  readonly name: string;
  readonly packageName: string;
  /** The JavaScript that starts the tool, relative to its package. */
  readonly script: string;
  /**
   * Where the tool's native binary may be, best first: `@biomejs/cli-linux-x64` and `biome`. Starting it directly saves
   * starting Node first.
   */
  readonly native?: readonly { readonly packageName: string; readonly file: string }[];
}

/** How an installed tool is started: `command`, then `leadingArgs`, then the arguments for it. */
export interface Tool {
  readonly name: string;
  readonly version: string;
  readonly command: string;
  readonly leadingArgs: readonly string[];
}

/**
 * Finds a tool among the packages that code at `from` (a file URL) sees.
 * @throws ToolMissingError when its package is not installed.
 */
export function resolveTool(tool: ToolDefinition, from: string): Tool {
  const folder = findPackage(tool.packageName, from);
  if (!folder) throw new ToolMissingError(tool.name, tool.packageName);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const { name } = tool;
  const { version } = manifest;
  for (const native of tool.native ?? []) {
    const nativeFolder = findPackage(native.packageName, from);
    const command = nativeFolder && join(nativeFolder, native.file);
    if (command && existsSync(command)) return { name, version, command, leadingArgs: [] };
  }
  return { name, version, command: process.execPath, leadingArgs: [join(folder, tool.script)] };
}
