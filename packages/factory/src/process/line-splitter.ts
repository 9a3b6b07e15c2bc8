import { StringDecoder } from 'node:string_decoder';

const maxLineLength = 64 * 1024;

/** Cuts a byte stream into lines. A line longer than 64 KiB is cut off, so that endless lines cost no memory. */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: string) => void;
  #rest = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    const lines = this.#decoder.write(chunk).split('\n');
    lines[0] = (this.#rest + (lines[0] ?? '')).slice(0, maxLineLength);
    this.#rest = (lines.pop() ?? '').slice(0, maxLineLength);
    for (const line of lines) this.#onLine(line);
  }
}
