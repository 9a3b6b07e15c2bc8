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
  'network',
  'memory',
  'process-count',
  'signals',
] as const;
export type SandboxCapability = (typeof sandboxCapabilities)[number];

/** Where generated code runs. Every way to start it gives it the environment of its spec and nothing more. */
export interface Sandbox {
  readonly name: string;
  /** What it blocks and what it does not, in plain words, for reports. */
  readonly description: string;
  readonly capabilities: Readonly<Record<SandboxCapability, boolean>>;
  run(spec: RunSpec): Promise<ProcessResult>;
  start<Ready>(spec: ServiceSpec<Ready>): Promise<Service<Ready>>;
}
