/** Thrown by FileTree when a path could leave the folder it is written to, or could not exist on every platform. */
export class UnsafePathError extends Error {
  readonly code = 'unsafe_path';
  readonly path: string;
  constructor(path: string, reason: string) {
    super(`The path ${JSON.stringify(path)} is not safe to write: ${reason}.`);
    this.name = 'UnsafePathError';
    this.path = path;
  }
}

/** Thrown when two generators write different content to one path. */
export class FileConflictError extends Error {
  readonly code = 'file_conflict';
  readonly path: string;
  constructor(path: string) {
    super(`Two generators wrote different content to ${path}.`);
    this.name = 'FileConflictError';
    this.path = path;
  }
}
