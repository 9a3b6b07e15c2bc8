import { SourceFile } from '../../../code/source-file.ts';
import { problemFile } from '../../domain/refusal.ts';
import { storageFailureFile } from '../storage-files.ts';

/** `src/storage/storage-failure.ts`. */
export function renderStorageFailure(): SourceFile {
  const file = new SourceFile(storageFailureFile);
  file.imports.value(problemFile, 'Problem');
  return file.add(`
/** Codes of a server that is starting, stopping or full, and of a connection that is gone. */
const UNAVAILABLE = /^(08|57P|53)|^E(CONN|PIPE|HOST|NET|TIMEDOUT|NOENT|NOTFOUND|AI_)/;

/** The driver's own words for the same; it gives no code with them. */
const DISCONNECTED = /^(Connection terminated|Client has encountered|timeout e|Cannot use a pool)/;

export function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}

/** What a client is told when the database fails; any other error is given back as it is. */
export function storageProblem(error: unknown): unknown {
  const code = codeOf(error);
  if (UNAVAILABLE.test(code) || DISCONNECTED.test((error as Error).message)) {
    return new Problem(503, 'storage_unavailable', 'The data cannot be reached at the moment.');
  }
  if (code === '57014') return new Problem(503, 'storage_timeout', 'The data took too long to answer.');
  if (code === '22021') return new Problem(400, 'invalid_input', 'Text must not hold the character U+0000.');
  return error;
}`);
}
