import { globSync } from 'node:fs';

/** The system's own code: what is in `src` and `test`. */
export function sourceFiles(folder: string): readonly string[] {
  return globSync('{src,test}/**/*.{ts,mts,js,mjs}', { cwd: folder }).toSorted();
}
