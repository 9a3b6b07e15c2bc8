import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of an installed package as code at `from` (a file URL) sees it, or undefined. It need not export anything. */
export function findPackage(packageName: string, from: string): string | undefined {
  let folder = dirname(fileURLToPath(from));
  for (;;) {
    const candidate = join(folder, 'node_modules', packageName);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    const parent = dirname(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
}
