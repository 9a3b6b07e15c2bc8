import { posix } from 'node:path';
import type { FileTree } from '@millwright/factory';

/** Where a name can be imported from. */
export interface ExportPlace {
  readonly file: string;
  readonly isType: boolean;
}

const declaration =
  /^export (?:declare )?(?:abstract )?(?:async )?(class|const|let|function\*?|interface|type|enum) ([A-Za-z_$][\w$]*)/gm;

/** The names that code exports where it declares them, in their order. */
export function exportedNames(content: string): readonly string[] {
  return [...content.matchAll(declaration)].map(([, , name = '']) => name);
}

/** The files of a system that export each name. Names that several export are ambiguous and left out. */
export function exportsOf(tree: FileTree): ReadonlyMap<string, ExportPlace> {
  const places = new Map<string, ExportPlace | 'several'>();
  for (const { path, content } of tree.files()) {
    if (!/^(src|test)\/.*\.ts$/.test(path)) continue;
    for (const [, kind = '', name = ''] of content.matchAll(declaration)) {
      const place = { file: path, isType: kind === 'interface' || kind === 'type' };
      places.set(name, places.has(name) ? 'several' : place);
    }
  }
  const clear = [...places].filter((entry): entry is [string, ExportPlace] => entry[1] !== 'several');
  return new Map(clear);
}

/** How one file of a system imports another: `./values.ts`, `../domain/task.ts`. */
export function importPath(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}
