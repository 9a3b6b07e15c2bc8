import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ComponentContext } from '../component.ts';
import { DELIVERED } from '../event-loop.ts';
import { DataflowComponent } from './dataflow-component.ts';
import type { Message } from './message.ts';

/** Appends each message to a file, as one line of JSON. A message is handled once its line is on disk. */
export class FileSink<Value> extends DataflowComponent<Value> {
  readonly #path: string;
  #file: FileHandle | undefined;
  #waiting: Message<Value>[] = [];
  #writing: Promise<void> | undefined;

  constructor(name: string, options: { readonly type: string; readonly path: string }) {
    super(name, options);
    this.#path = options.path;
  }

  override async setup(context: ComponentContext): Promise<void> {
    await super.setup(context);
    await mkdir(dirname(this.#path), { recursive: true });
    this.#file = await open(this.#path, 'a+');
    await cutTornLine(this.#file);
  }

  override async process(context: ComponentContext): Promise<void> {
    await super.process(context);
    while (this.#writing !== undefined) await this.#writing;
  }

  override async cleanup(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }

  /** Many lines share one write; whoever sends more than that waits for it. */
  protected override handle(message: Message<Value>): Promise<void> {
    message.receipt.hold(1);
    this.#waiting.push(message);
    this.#writing ??= this.#write();
    return this.#waiting.length < LINES_PER_WRITE ? DELIVERED : this.#writing;
  }

  async #write(): Promise<void> {
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const messages = this.#waiting;
      this.#waiting = [];
      try {
        const lines = messages.map(({ value }) => `${JSON.stringify(value)}\n`);
        await this.#file?.appendFile(lines.join(''));
        await this.#file?.datasync();
        for (const { receipt } of messages) receipt.release();
      } catch (error) {
        for (const message of messages) await this.fail(message, error);
      }
    }
    this.#writing = undefined;
  }
}

const LINES_PER_WRITE = 1_000;

/**
 * A process that was killed may have left half a line, whose message comes again. Takes it away, so that the file holds
 * nothing but whole lines.
 */
async function cutTornLine(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  const buffer = Buffer.alloc(CHUNK);
  for (let end = size; end > 0; end -= CHUNK) {
    const start = Math.max(0, end - CHUNK);
    const { bytesRead } = await file.read(buffer, 0, end - start, start);
    const newline = buffer.subarray(0, bytesRead).lastIndexOf('\n');
    if (newline === -1) continue;
    if (start + newline + 1 < size) await file.truncate(start + newline + 1);
    return;
  }
  if (size > 0) await file.truncate(0);
}

const CHUNK = 65_536;
