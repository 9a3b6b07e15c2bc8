import type { ProcessResult, RunSpec } from '../process/process-spec.ts';
import type { Service, ServiceSpec } from '../process/start-service.ts';

/** Things a hostile program may try. A sandbox says of each whether it stands in the way. */
export const sandboxCapabilities = [
  'environment',
  'time',
  'output',
  'process-group',
  'escaped-processes',
  'files-read',
  'files-write',
  'file-size',
  'network',
  'memory',
  'process-count',
  'signals',
  'tracing',
] as const;
export type SandboxCapability = (typeof sandboxCapabilities)[number];

/** What may be said of a sandbox before anything was tried in it. */
export const nothingTried = Object.fromEntries(
  sandboxCapabilities.map((capability) => [capability, false]),
) as Readonly<Record<SandboxCapability, boolean>>;

/**
 * Where generated code runs. Every way to start it gives it the environment of its spec and nothing more. A sandbox that
 * isolates shows it the folder it works in and the folders that HOME and TMPDIR of its environment name; installed
 * packages and what the command line names are there to be read. A service is reached at 127.0.0.1 and `portOf` its spec.
 */
export interface Sandbox {
  readonly name: string;
  /** What it blocks and what it does not, in plain words, for reports. */
  readonly description: string;
  /** True where it stands in the way: tried on this machine where the sandbox was selected by `selectSandbox`. */
  readonly capabilities: Readonly<Record<SandboxCapability, boolean>>;
  run(spec: RunSpec): Promise<ProcessResult>;
  start<Ready>(spec: ServiceSpec<Ready>): Promise<Service<Ready>>;
}
