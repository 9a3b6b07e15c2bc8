const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LEVELS)[number];
export type LogFields = Readonly<Record<string, unknown>>;

/** Where the harness and its components write. Field values must hold no secrets and no message contents. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export interface JsonLogOptions {
  /** The least important level that is written; `info` by default. */
  readonly level?: LogLevel;
  /** Takes one line without its line break; standard output by default. */
  readonly write?: (line: string) => void;
}

/** A log of one JSON object per line: `time`, `level`, `message`, then the fields. */
export function createJsonLog(options: JsonLogOptions = {}): Log {
  const { level: least = 'info', write = writeToStandardOutput } = options;
  const at = (level: LogLevel) => (message: string, fields?: LogFields) => {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(least)) return;
    write(JSON.stringify({ time: new Date().toISOString(), level, message, ...fields }, describeErrors));
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

let isGuarded = false;

/** Whoever reads the log may leave; a system does not go down with its readers, and there is nobody left to tell. */
function writeToStandardOutput(line: string): void {
  if (!isGuarded) process.stdout.on('error', () => undefined);
  isGuarded = true;
  process.stdout.write(`${line}\n`);
}

/** The same log with these fields on every line. */
export function withFields(log: Log, fixed: LogFields): Log {
  return {
    debug: (message, fields) => log.debug(message, { ...fixed, ...fields }),
    info: (message, fields) => log.info(message, { ...fixed, ...fields }),
    warn: (message, fields) => log.warn(message, { ...fixed, ...fields }),
    error: (message, fields) => log.error(message, { ...fixed, ...fields }),
  };
}

function describeErrors(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (!(value instanceof Error)) return value;
  const { name, message, stack, cause } = value;
  return {
    name,
    message,
    ...('code' in value && { code: value.code }),
    stack,
    ...(cause !== undefined && { cause }),
  };
}
