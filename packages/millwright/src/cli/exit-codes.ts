/** What the shell sees. Documented in the user guide; scripts decide by these. */
export const exitCode = {
  /** Built and proven. */
  proven: 0,
  /** It was tried and failed; the message says why. */
  failed: 1,
  /** The command itself was wrong; nothing was started. */
  usage: 2,
  /** Built and proven, but statements were left out; each is listed. */
  partial: 3,
  /** Interrupted by Ctrl-C; the run can be resumed. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
