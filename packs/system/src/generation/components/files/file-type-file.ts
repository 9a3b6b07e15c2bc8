import { SourceFile } from '../../code/source-file.ts';
import { fileTypeFile } from './file-paths.ts';

/** `src/files/file-type.ts`. */
export function renderFileTypeFile(): SourceFile {
  return new SourceFile(fileTypeFile).add(`
interface Signature {
  readonly types: readonly string[];
  readonly offset: number;
  readonly bytes: Buffer;
}

function signature(types: readonly string[], bytes: string, offset = 0): Signature {
  return { types, offset, bytes: Buffer.from(bytes, 'latin1') };
}

/** How files of common types begin. */
const signatures: readonly Signature[] = [
  signature(['image/png'], '\\x89PNG\\r\\n\\x1a\\n'),
  signature(['image/jpeg', 'image/jpg'], '\\xff\\xd8\\xff'),
  signature(['image/gif'], 'GIF8'),
  signature(['image/webp'], 'WEBP', 8),
  signature(['application/pdf'], '%PDF-'),
  signature(['application/zip'], 'PK'),
  signature(['application/gzip'], '\\x1f\\x8b'),
  signature(['video/mp4', 'audio/mp4', 'video/quicktime'], 'ftyp', 4),
];

/** As many bytes tell the type of a file. */
export const HEAD_BYTES = 16;

/** Whether a file that begins like this cannot be of the type it is said to be. */
export function contradicts(type: string, head: Uint8Array): boolean {
  const known = signatures.filter(({ types }) => types.includes(type));
  if (known.length > 0) return !known.some((one) => begins(head, one));
  return type.startsWith('text/') && signatures.some((one) => begins(head, one));
}

function begins(head: Uint8Array, { offset, bytes }: Signature): boolean {
  return bytes.equals(head.subarray(offset, offset + bytes.length));
}`);
}
