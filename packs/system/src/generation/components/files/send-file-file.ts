import { SourceFile } from '../../code/source-file.ts';
import { answerFile } from '../api/api-files.ts';
import { problemFile } from '../domain/refusal.ts';
import { folderFile, sendFile } from './file-paths.ts';

/** `src/files/send-file.ts`. */
export function renderSendFileFile(): SourceFile {
  const file = new SourceFile(sendFile);
  file.imports.type('hono', 'Context');
  file.imports.value(problemFile, 'Problem');
  file.imports.value(answerFile, 'EVERY_ANSWER');
  file.imports.value(answerFile, 'problemAnswer');
  file.imports.type(folderFile, 'FileFolder');
  file.imports.type('src/domain/types/stored-file.ts', 'StoredFile');
  return file.add(code);
}

const code = `
/** Types that a browser may show in its window; it is to save all others. */
const SHOWN = /^(?:image\\/(?:png|jpeg|gif|webp|avif)|audio\\/.*|video\\/.*|application\\/pdf|text\\/plain)$/;

/** Answers with the bytes of a file, or with the range of them that the request asks for. */
export async function sendFile(c: Context, folder: FileFolder, file: StoredFile): Promise<Response> {
  const etag = \`"\${file.sha256}"\`;
  const headers = { ...EVERY_ANSWER, 'Cache-Control': 'private, no-cache', ETag: etag, 'Accept-Ranges': 'bytes' };
  if (names(c.req.header('if-none-match'), etag)) return new Response(null, { status: 304, headers });
  const range = rangeOf(c, file.size, etag);
  if (range !== undefined && range.start > range.end) {
    const problem = new Problem(416, 'range_not_satisfiable', \`The file has \${file.size} bytes.\`);
    return problemAnswer(problem, { 'Content-Range': \`bytes */\${file.size}\` });
  }
  const { start, end } = range ?? { start: 0, end: file.size - 1 };
  const body = c.req.method === 'HEAD' ? null : await folder.read(file.sha256, start, end);
  return new Response(body, {
    status: range === undefined ? 200 : 206,
    headers: {
      ...headers,
      'Content-Type': file.type,
      'Content-Length': String(end - start + 1),
      'Content-Disposition': disposition(file),
      'Repr-Digest': \`sha-256=:\${Buffer.from(file.sha256, 'hex').toString('base64')}:\`,
      ...(range === undefined ? {} : { 'Content-Range': \`bytes \${start}-\${end}/\${file.size}\` }),
    },
  });
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The one range that is asked for; several, or one of another version of the file, mean the whole file. */
function rangeOf(c: Context, size: number, etag: string): Range | undefined {
  const condition = c.req.header('if-range') ?? etag;
  const [, first = '', last = ''] = /^bytes=(\\d*)-(\\d*)$/.exec(c.req.header('range') ?? '') ?? [];
  if (condition !== etag || first + last === '') return undefined;
  return first === '' ? suffix(Number(last), size) : between(Number(first), last, size);
}

function between(start: number, last: string, size: number): Range | undefined {
  const end = last === '' ? size - 1 : Number(last);
  return end < start && last !== '' ? undefined : { start, end: Math.min(end, size - 1) };
}

/** The last bytes. */
function suffix(length: number, size: number): Range {
  return { start: Math.max(0, size - length), end: size - 1 };
}

function names(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\\//, ''));
  return tags.includes(etag) || tags.includes('*');
}

/** The name twice: in letters that every client reads, and in full. */
function disposition({ name, type }: StoredFile): string {
  const plain = name.replace(/[^\\w .-]/g, '_');
  const full = encodeURIComponent(name).replace(/['()*]/g, (mark) => \`%\${mark.charCodeAt(0).toString(16).toUpperCase()}\`);
  const kind = SHOWN.test(type) ? 'inline' : 'attachment';
  return \`\${kind}; filename="\${plain}"; filename*=UTF-8''\${full}\`;
}`;
