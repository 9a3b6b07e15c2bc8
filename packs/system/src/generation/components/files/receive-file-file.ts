import { SourceFile } from '../../code/source-file.ts';
import { problemFile } from '../domain/refusal.ts';
import { fileTypeFile, folderFile, multipartFile, receiveFile } from './file-paths.ts';

/** `src/files/receive-file.ts`. */
export function renderReceiveFileFile(): SourceFile {
  const file = new SourceFile(receiveFile);
  file.imports.value('node:stream', 'Readable');
  file.imports.type('hono', 'Context');
  file.imports.value(problemFile, 'Problem');
  file.imports.type(folderFile, 'FileFolder');
  file.imports.value(fileTypeFile, 'contradicts');
  file.imports.value(fileTypeFile, 'HEAD_BYTES');
  file.imports.value(multipartFile, 'filePart');
  return file.add(code);
}

const code = `
export interface FileLimits {
  /** \`image/png\`, \`image/*\`; empty for any. */
  readonly contentTypes: readonly string[];
  readonly maximumBytes: number;
}

/** Keeps the file that a request carries, as its body or in a form, and tells what is known of it. */
export async function receiveFile(c: Context, folder: FileFolder, limits: FileLimits) {
  const { disposition, type, chunks } = await arriving(c, limits);
  if (!isAllowed(type, limits)) throw unsupported(limits);
  const { size, sha256 } = await folder.keep(checked(chunks, type, limits));
  return { name: nameIn(disposition), type, size, sha256 };
}

async function arriving(c: Context, { maximumBytes }: FileLimits) {
  const declared = c.req.header('content-type') ?? '';
  const body: AsyncIterable<Uint8Array> = c.req.raw.body ?? Readable.from([]);
  const boundary = /^multipart\\/form-data\\s*;.*\\bboundary="?([^";]+)"?/i.exec(declared)?.[1];
  if (boundary !== undefined) {
    const part = await filePart(body, boundary);
    return { ...part, type: mediaType(part.type) };
  }
  if (Number(c.req.header('content-length') ?? 0) > maximumBytes) throw tooLarge(maximumBytes);
  const disposition = utf8(c.req.header('content-disposition') ?? '');
  return { disposition, type: mediaType(declared), chunks: body };
}

/** Headers arrive byte by byte. */
function utf8(header: string): string {
  return Buffer.from(header, 'latin1').toString();
}

function mediaType(header = ''): string {
  return header.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function isAllowed(type: string, { contentTypes }: FileLimits): boolean {
  if (!/^[\\w.+-]{1,126}\\/[\\w.+-]{1,126}$/.test(type)) return false;
  const family = \`\${type.split('/', 1)[0]}/*\`;
  return contentTypes.length === 0 || contentTypes.includes(type) || contentTypes.includes(family);
}

/** Ends what grows too large or begins like a file of another type. */
async function* checked(chunks: AsyncIterable<Uint8Array>, type: string, limits: FileLimits) {
  let size = 0;
  for await (const chunk of withWholeHead(chunks)) {
    if (size === 0 && contradicts(type, chunk)) throw unsupported(limits);
    size += chunk.byteLength;
    if (size > limits.maximumBytes) throw tooLarge(limits.maximumBytes);
    yield chunk;
  }
  if (size === 0) throw new Problem(400, 'invalid_input', 'The file is empty.');
}

/** The same bytes; the first chunk has as many as tell the type of a file. */
async function* withWholeHead(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head = Buffer.alloc(0);
  let isWhole = false;
  for await (const chunk of chunks) {
    if (isWhole) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    isWhole = head.length >= HEAD_BYTES;
    if (isWhole) yield head;
  }
  if (!isWhole && head.length > 0) yield head;
}

/** The name of the file, without folders and without what could be mistaken for something else. */
function nameIn(disposition: string): string {
  const encoded = /\\bfilename\\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  const plain = /\\bfilename="?([^";]+)"?/i.exec(disposition)?.[1];
  const name = (decoded(encoded) ?? plain ?? '').toWellFormed();
  const safe = name.replace(/^.*[\\\\/]/, '').replace(/[\\p{C}"]/gu, '').trim();
  return safe.slice(0, 255).toWellFormed() || 'file';
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function unsupported({ contentTypes }: FileLimits): Problem {
  const wanted = contentTypes.length === 0 ? 'what its Content-Type says' : contentTypes.join(' or ');
  return new Problem(415, 'unsupported_media_type', \`The file must be \${wanted}.\`);
}

function tooLarge(maximumBytes: number): Problem {
  return new Problem(413, 'body_too_large', \`The file must not exceed \${maximumBytes} bytes.\`);
}`;
