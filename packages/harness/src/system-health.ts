import { inspect } from 'node:util';
import type { ComponentRunner, ComponentStatus } from './component-runner.ts';

export interface ComponentHealth {
  readonly name: string;
  readonly status: ComponentStatus;
  readonly restarts: number;
  readonly deadLetters: number;
  /** Message of the last error that made the component fail. */
  readonly lastError?: string;
}

export interface SystemHealth {
  /** `unhealthy` once a component has failed for good. */
  readonly status: 'healthy' | 'unhealthy';
  readonly components: readonly ComponentHealth[];
}

export function healthOf(runners: readonly ComponentRunner[]): SystemHealth {
  const hasFailed = runners.some(({ status }) => status === 'failed');
  return { status: hasFailed ? 'unhealthy' : 'healthy', components: runners.map(componentHealth) };
}

function componentHealth({
  component,
  status,
  restarts,
  deadLetters,
  lastError,
}: ComponentRunner): ComponentHealth {
  const health = { name: component.name, status, restarts, deadLetters };
  if (lastError === undefined) return health;
  return { ...health, lastError: lastError instanceof Error ? lastError.message : inspect(lastError) };
}
