import { PathCollisionError } from '../errors.ts';
import { foldCase } from './fold-case.ts';

/**
 * Knows the paths of a tree as a file system would that ignores case and Unicode variants. Two spellings of one name, and
 * a file where a folder is needed, are refused.
 */
export class PathCollisions {
  readonly #entries = new Map<
    string,
    { readonly spelling: string; readonly isFile: boolean; path: string }
  >();

  /** @throws PathCollisionError */
  add(path: string): void {
    const segments = path.split('/');
    for (let length = 1; length <= segments.length; length++) {
      const spelling = segments.slice(0, length).join('/');
      const isFile = length === segments.length;
      const key = foldCase(spelling);
      const present = this.#entries.get(key);
      if (present && (present.spelling !== spelling || present.isFile !== isFile)) {
        throw new PathCollisionError(path, present.path);
      }
      if (!present) this.#entries.set(key, { spelling, isFile, path });
    }
  }
}
