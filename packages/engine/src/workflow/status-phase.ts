import type { RunStatus } from '../scheduler/status.ts';

/** The status phases of the Serverless Workflow specification. */
export type StatusPhase =
  | 'pending'
  | 'running'
  | 'waiting'
  | 'suspended'
  | 'completed'
  | 'faulted'
  | 'cancelled';

/** How the specification calls each status of a run. */
export const statusPhases: Readonly<Record<RunStatus, StatusPhase>> = {
  queued: 'pending',
  running: 'running',
  waiting: 'waiting',
  paused: 'suspended',
  succeeded: 'completed',
  failed: 'faulted',
  cancelling: 'running',
  cancelled: 'cancelled',
};
