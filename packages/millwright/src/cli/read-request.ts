import { readFile, stat } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { RequestFileTooLargeError, UsageError } from '../errors.ts';

const mostBytes = 4 * 1024 * 1024;

export interface RequestSource {
  readonly request: string | undefined;
  /** A path, or `-` for standard input. */
  readonly file: string | undefined;
}

/**
 * The text of a request from the command line, a file, or standard input when that is piped.
 * @throws UsageError when there is none, or the file cannot be read as UTF-8 text; RequestFileTooLargeError over 4 MiB.
 */
export async function readRequest(source: RequestSource, input: NodeJS.ReadStream): Promise<string> {
  if (source.request !== undefined) return source.request;
  if (source.file === '-' || (source.file === undefined && !input.isTTY)) {
    const piped = await text(input);
    if (source.file === '-' || piped.trim() !== '') return piped;
  }
  if (source.file === undefined) {
    throw new UsageError(
      'missing_request',
      'There is no request.',
      'Describe the system: millwright new "Create a task management API …", or give a file with -f.',
    );
  }
  return readRequestFile(source.file);
}

async function readRequestFile(path: string): Promise<string> {
  let bytes: Buffer;
  try {
    const { size } = await stat(path);
    if (size > mostBytes) throw new RequestFileTooLargeError(path, size, mostBytes);
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof RequestFileTooLargeError) throw error;
    throw new UsageError(
      'unreadable_file',
      `The request ${path} cannot be read: ${reason(error)}.`,
      'Check the path.',
    );
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError('not_text', `${path} is not UTF-8 text.`, 'Save the request as plain text.');
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EACCES') return 'permission is denied';
  return error instanceof Error ? error.message : String(error);
}
