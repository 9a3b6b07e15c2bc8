import { open, truncate } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import type { RunEvent } from '../journal/event.ts';
import { toCloudEvent } from './cloud-event.ts';
import type { Outlet } from './outlet.ts';

export interface JsonLinesOptions {
  /** Names the engine in each event; see toCloudEvent. `/millwright` when absent. */
  readonly source?: string;
}

/** Appends each event to a file as one line of JSON, a CloudEvent, and has it on disk before the next page. */
export function jsonLinesFile(path: string, options: JsonLinesOptions = {}): Outlet {
  const pending: string[] = [];
  let isWhole = false;
  return {
    deliver: (event) => void pending.push(lineOf(event, options)),
    flush: async () => {
      const text = pending.splice(0).join('');
      if (text === '') return;
      if (!isWhole) await dropTornLine(path);
      isWhole = false;
      const file = await open(path, 'a');
      try {
        await file.appendFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      isWhole = true;
    },
  };
}

/** Writes each event to a stream as one line of JSON, a CloudEvent, at the pace at which the stream takes them. */
export function jsonLinesStream(stream: Writable, options: JsonLinesOptions = {}): Outlet {
  return {
    deliver: async (event, signal) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const abort = (): void => reject(signal.reason);
      // A stream that nobody reads any more must not keep the delivery from being closed.
      signal.addEventListener('abort', abort, { once: true });
      stream.write(lineOf(event, options), (error) => (error ? reject(error) : resolve()));
      try {
        await promise;
      } finally {
        signal.removeEventListener('abort', abort);
      }
    },
  };
}

function lineOf(event: RunEvent, { source = '/millwright' }: JsonLinesOptions): string {
  return `${JSON.stringify(toCloudEvent(event, source))}\n`;
}

/** Removes what a crash left of a line: its event counts as not taken and comes again. */
async function dropTornLine(path: string): Promise<void> {
  const file = await open(path, 'a+');
  try {
    const { size } = await file.stat();
    const end = await endOfLastLine(file, size);
    if (end < size) await truncate(path, end);
  } finally {
    await file.close();
  }
}

const chunkBytes = 64 * 1024;
const newline = 10;

async function endOfLastLine(file: Awaited<ReturnType<typeof open>>, size: number): Promise<number> {
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - chunkBytes);
    const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
    const at = buffer.lastIndexOf(newline);
    if (at >= 0) return start + at + 1;
    end = start;
  }
  return 0;
}
