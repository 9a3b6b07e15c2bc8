/** What to start. The child gets the environment named here and nothing of the parent's. */
export interface ProcessSpec {
  /** An absolute path, or a name that is looked up in the PATH of `env`. */
  readonly command: string;
  readonly args?: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Files and folders that a sandbox must show beyond those that it shows anyway, to read. Absolute paths. */
  readonly readable?: readonly string[];
  /** Text for standard input; without it the input is empty. */
  readonly stdin?: string | undefined;
  /** Ends the child and its whole group. */
  readonly signal?: AbortSignal | undefined;
  /** Bytes kept of stdout and of stderr each: the first half and the last half. The rest is read and thrown away. */
  readonly maxOutputBytes?: number;
  /** A file that receives both streams as they come, up to `maxLogBytes`. */
  readonly logFile?: string | undefined;
  readonly maxLogBytes?: number;
  /** Time between SIGTERM and SIGKILL when the child has to go. */
  readonly graceMs?: number;
}

export interface RunSpec extends ProcessSpec {
  readonly timeoutMs: number;
}

export interface ProcessExit {
  /** Null when a signal ended the process. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly ms: number;
}

export interface ProcessResult extends ProcessExit {
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  readonly outputTruncated: boolean;
}

export const processDefaults = {
  maxOutputBytes: 1024 * 1024,
  maxLogBytes: 8 * 1024 * 1024,
  graceMs: 500,
} as const;
