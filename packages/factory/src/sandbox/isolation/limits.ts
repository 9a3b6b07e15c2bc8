/** What one sandboxed command may use. */
export interface SandboxLimits {
  /** Writable memory of each process. Below 512 MiB Node does not start. */
  readonly memoryBytes: number;
  /** Processes and threads alive at once; a Node process has about eleven. */
  readonly processes: number;
  readonly fileBytes: number;
  readonly openFiles: number;
  /** Of each process, over all its threads. */
  readonly cpuSeconds: number;
  /** Temporary files and shared memory, each. */
  readonly temporaryBytes: number;
}

const mebibyte = 1024 * 1024;

export const standardLimits: SandboxLimits = {
  memoryBytes: 2048 * mebibyte,
  processes: 512,
  fileBytes: 256 * mebibyte,
  openFiles: 4096,
  cpuSeconds: 600,
  temporaryBytes: 256 * mebibyte,
};

/**
 * For /bin/sh: sets the limits and becomes its arguments, `NAME=value … command argument …`. With `besides`, the first
 * three of them are a command that runs beside the rest for as long as that lives.
 */
export function limitingScript(limits: SandboxLimits, besides: boolean): string {
  return [
    // dash calls the number of processes -p, bash calls it -u.
    `ulimit -u ${limits.processes} 2>/dev/null || ulimit -p ${limits.processes}`,
    `ulimit -d ${Math.floor(limits.memoryBytes / 1024)}`,
    `ulimit -f ${Math.floor(limits.fileBytes / 512)}`,
    `ulimit -n ${limits.openFiles}`,
    `ulimit -t ${limits.cpuSeconds}`,
    'ulimit -c 0',
    ...(besides ? ['/usr/bin/env -i "$1" "$2" "$3" >/dev/null 2>&1 &', 'shift 3'] : []),
    // What stands outside ignores SIGTERM, so that what stands inside can end in good order. Here it counts again.
    'exec /usr/bin/env -i --default-signal=TERM "$@"',
  ].join('\n');
}
