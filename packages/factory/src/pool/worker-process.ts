import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ProcessExit } from '../process/process-spec.ts';
import { ProcessGroup } from '../process/process-group.ts';
import { MessageLines } from './message-lines.ts';
import { type FromWorker, readFromWorker, type ToWorker } from './messages.ts';

const program = fileURLToPath(new URL('./generator-worker.ts', import.meta.url));

/** What Node takes besides the heap: code, threads, buffers on their way. Below 512 MB it does not start. */
const besidesHeapMb = 768;

/** Linux counts all writable memory, so that one huge buffer is refused as well; elsewhere the limit may mean nothing. */
const limitedStart = 'ulimit -d "$1" 2>/dev/null; ulimit -c 0; shift; exec "$@"';

/** Modules that were compiled once need not be compiled again. */
function compileCache(): Readonly<Record<string, string>> {
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: dirname(folder) };
}

export interface WorkerProcessOptions {
  /** Version of the running Millwright. */
  readonly millwright: string;
  /** Names of the services that packs are to find. */
  readonly services: readonly string[];
  /** Heap of the process, in MB. */
  readonly memoryMb: number;
  /** Bytes of one message at most. */
  readonly maxMessageBytes: number;
}

export interface WorkerProcessEvents {
  onMessage(message: FromWorker): void;
  /** It said something that no worker says, or too much at once. It will be ended. */
  onNonsense(why: 'malformed' | 'too-long'): void;
}

/** How a worker process ended, with the end of what it wrote to its error stream. */
export interface WorkerEnd extends ProcessExit {
  readonly lastWords: string;
}

/** A child process that runs generators: without an environment, of bounded memory, and gone with this process at the latest. */
export class WorkerProcess {
  readonly pid: number;
  readonly ended: Promise<WorkerEnd>;
  readonly #group: ProcessGroup;

  private constructor(group: ProcessGroup) {
    this.#group = group;
    this.pid = group.id;
    this.ended = group.exited.then((exit) => ({ ...exit, lastWords: group.stderr.toString().trim() }));
  }

  /** @throws ProcessStartError */
  static async start(options: WorkerProcessOptions, events: WorkerProcessEvents): Promise<WorkerProcess> {
    const { memoryMb, millwright, services, maxMessageBytes } = options;
    const limitKb = String((memoryMb + besidesHeapMb) * 1024);
    const node = [process.execPath, `--max-old-space-size=${memoryMb}`, program, millwright];
    const group = await ProcessGroup.start(
      {
        command: '/bin/sh',
        args: ['-c', limitedStart, 'sh', limitKb, ...node, services.join(',')],
        cwd: '/',
        env: compileCache(),
        maxOutputBytes: 64 * 1024,
        graceMs: 0,
      },
      { withChannel: true },
    );
    const lines = new MessageLines(
      maxMessageBytes,
      (line) => {
        let message: FromWorker;
        try {
          message = readFromWorker(line);
        } catch {
          return events.onNonsense('malformed');
        }
        events.onMessage(message);
      },
      () => events.onNonsense('too-long'),
    );
    group.channel?.on('data', (chunk: Buffer) => lines.push(chunk));
    // Its end is told by `ended`.
    group.channel?.on('error', () => undefined);
    return new WorkerProcess(group);
  }

  say(message: ToWorker): void {
    this.#group.channel?.write(`${JSON.stringify(message)}\n`);
  }

  /** Ends it and everything that it has started, at once. */
  kill(): void {
    this.#group.kill();
  }
}
