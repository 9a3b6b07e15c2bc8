export { FileConflictError, UnsafePathError } from './errors.ts';
export { FileTree, type GeneratedFile } from './file-tree/file-tree.ts';
export { safePath } from './file-tree/safe-path.ts';
