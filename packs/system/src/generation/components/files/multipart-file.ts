import { SourceFile } from '../../code/source-file.ts';
import { problemFile } from '../domain/refusal.ts';
import { multipartFile } from './file-paths.ts';

/** `src/files/multipart.ts`. */
export function renderMultipartFile(): SourceFile {
  const file = new SourceFile(multipartFile);
  file.imports.value(problemFile, 'Problem');
  return file.add(code);
}

const code = `
const MAX_HEADER_BYTES = 16 * 1024;

export interface FilePart {
  /** The value of its header \`Content-Disposition\`. */
  readonly disposition: string;
  readonly type: string | undefined;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** The first part of a form that is a file, read while it arrives. */
export async function filePart(body: AsyncIterable<Uint8Array>, boundary: string): Promise<FilePart> {
  const form = new FormReader(body);
  const delimiter = \`\\r\\n--\${boundary}\`;
  await form.skip(delimiter);
  for (;;) {
    const headers = await form.headers();
    const disposition = headers.get('content-disposition') ?? '';
    if (/\\bfilename\\*?=/i.test(disposition)) {
      return { disposition, type: headers.get('content-type'), chunks: form.until(delimiter) };
    }
    await form.skip(delimiter);
  }
}

/** Looks for delimiters in what arrives, and holds no more of it than it must. */
class FormReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** The first boundary has no line before it. */
  #buffer = Buffer.from('\\r\\n');

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#chunks = body[Symbol.asyncIterator]();
  }

  async *until(delimiter: string): AsyncGenerator<Uint8Array> {
    for (;;) {
      const end = this.#buffer.indexOf(delimiter);
      const certain = end >= 0 ? end : this.#buffer.length - delimiter.length;
      if (certain > 0) yield this.#buffer.subarray(0, certain);
      if (end >= 0) {
        this.#buffer = this.#buffer.subarray(end + delimiter.length);
        return;
      }
      if (certain > 0) this.#buffer = this.#buffer.subarray(certain);
      await this.#readMore();
    }
  }

  async skip(delimiter: string): Promise<void> {
    for await (const _ of this.until(delimiter));
  }

  async headers(): Promise<ReadonlyMap<string, string>> {
    let end = this.#buffer.indexOf('\\r\\n\\r\\n');
    while (end < 0 && !this.#isLast()) {
      if (this.#buffer.length > MAX_HEADER_BYTES) throw invalidForm('The headers of a part are too long.');
      await this.#readMore();
      end = this.#buffer.indexOf('\\r\\n\\r\\n');
    }
    if (this.#isLast()) throw invalidForm('The form has no file.');
    const lines = this.#buffer.subarray(0, end).toString().split('\\r\\n');
    this.#buffer = this.#buffer.subarray(end + 4);
    return new Map(lines.filter((line) => line.includes(':')).map(headerOf));
  }

  /** Two dashes behind a boundary end the form. */
  #isLast(): boolean {
    return this.#buffer.subarray(0, 2).toString() === '--';
  }

  async #readMore(): Promise<void> {
    const { value, done } = await this.#chunks.next();
    if (done === true) throw invalidForm('The form ends too early.');
    this.#buffer = Buffer.concat([this.#buffer, value]);
  }
}

function headerOf(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
}

function invalidForm(message: string): Problem {
  return new Problem(400, 'invalid_form', message);
}`;
