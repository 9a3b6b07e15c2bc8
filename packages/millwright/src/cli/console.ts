/** Where a command reads from and writes to. Results go to `out`; progress, questions and errors to `err`. */
export interface Console {
  readonly in: NodeJS.ReadStream;
  readonly out: NodeJS.WriteStream;
  readonly err: NodeJS.WriteStream;
  readonly environment: NodeJS.ProcessEnv;
  /** Relative paths are relative to this. */
  readonly workingDirectory: string;
  readonly now: () => number;
}

export const processConsole = (): Console => ({
  in: process.stdin,
  out: process.stdout,
  err: process.stderr,
  environment: process.env,
  workingDirectory: process.cwd(),
  now: Date.now,
});

/** Writes a document so that it is on its way before the process may end. */
export function writeJson(stream: NodeJS.WriteStream, document: unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(`${JSON.stringify(document, null, 2)}\n`, (error) => (error ? reject(error) : resolve()));
  });
}
