import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** A raw log on disk that stops growing at a limit. */
export class ProcessLog {
  readonly #stream: WriteStream;
  #bytesLeft: number;
  #failure: unknown;

  constructor(file: string, maxBytes: number) {
    this.#bytesLeft = maxBytes;
    this.#stream = createWriteStream(file);
    this.#stream.on('error', (error) => {
      this.#failure = error;
    });
  }

  write(chunk: Buffer): void {
    if (this.#bytesLeft <= 0) return;
    const part = chunk.subarray(0, this.#bytesLeft);
    this.#bytesLeft -= part.length;
    this.#stream.write(part);
    if (this.#bytesLeft === 0) this.#stream.write('\n… the log ends here: it reached its limit …\n');
  }

  /** @throws the error of the first write that failed, such as a full disk. */
  async close(): Promise<void> {
    this.#stream.end();
    await finished(this.#stream).catch((error: unknown) => {
      this.#failure ??= error;
    });
    if (this.#failure) throw this.#failure;
  }
}
