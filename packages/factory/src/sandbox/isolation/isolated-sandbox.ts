import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { ProcessStartError, ServiceStartError } from '../../errors.ts';
import type { ProcessSpec } from '../../process/process-spec.ts';
import { runProcess } from '../../process/run-process.ts';
import { type Service, type ServiceSpec, startService } from '../../process/start-service.ts';
import { type Inside, planInside } from './inside.ts';
import type { SandboxLimits } from './limits.ts';
import { openRelay, type Relay } from '../relay/open-relay.ts';
import { nothingTried, type Sandbox } from '../sandbox.ts';

/** A command that was put into isolation: what to start instead of it, and what to tidy up when that has ended. */
export interface Isolated {
  readonly command: string;
  readonly args: readonly string[];
  /** For the program around it; what runs inside sees none of it. */
  readonly environment?: Readonly<Record<string, string>>;
  release(): Promise<void>;
}

export interface Isolation extends Pick<Sandbox, 'name' | 'description'> {
  readonly limits: SandboxLimits;
  isolate(inside: Inside): Promise<Isolated>;
}

/** The port that a service got inside may be taken outside. Then it is started again, and gets another. */
const startAttempts = 5;

/**
 * A sandbox whose commands run inside another program. One difference shows: a
 * command that was ended by a signal of its own making has the exit code 128 plus the number of the signal.
 */
export function createIsolatedSandbox(isolation: Isolation): Sandbox {
  const { name, description } = isolation;
  return {
    name,
    description,
    capabilities: nothingTried,
    run: async (spec) => {
      const isolated = await enter(isolation, spec);
      try {
        return await runProcess(outerSpec(spec, isolated));
      } finally {
        await isolated.release();
      }
    },
    start: async (spec) => {
      for (let attempt = 1; ; attempt += 1) {
        const started = await startOnce(isolation, spec);
        if ('service' in started) return started.service;
        if (attempt === startAttempts) throw portTaken(spec, started.takenPort);
      }
    },
  };
}

async function enter(isolation: Isolation, spec: ProcessSpec, relay?: Relay): Promise<Isolated> {
  for (const path of [spec.cwd, spec.command]) {
    if (isAbsolute(path) && !existsSync(path))
      throw new ProcessStartError(spec.command, spec.cwd, new Error(`${path} does not exist`));
  }
  return isolation.isolate(planInside(spec, isolation.limits, relay?.socket));
}

function outerSpec<Spec extends ProcessSpec>(spec: Spec, { command, args, environment }: Isolated): Spec {
  return { ...spec, command, args, cwd: '/', env: environment ?? {} };
}

async function startOnce<Ready>(
  isolation: Isolation,
  spec: ServiceSpec<Ready>,
): Promise<{ readonly service: Service<Ready> } | { readonly takenPort: number }> {
  const relay = await openRelay();
  let release = () => relay.close();
  try {
    const isolated = await enter(isolation, spec, relay);
    release = async () => void (await Promise.all([relay.close(), isolated.release()]));
    const service = await startService(outerSpec(spec, isolated));
    const port = portOf(spec, service.ready);
    if (port !== undefined && !(await isPublished(relay, port, service))) {
      await release();
      return { takenPort: port };
    }
    const exited = afterwards(service.exited, release);
    exited.catch(() => undefined);
    return { service: { ...service, exited } };
  } catch (error) {
    await release();
    throw error;
  }
}

async function afterwards<T>(promise: Promise<T>, tidy: () => Promise<void>): Promise<T> {
  try {
    return await promise;
  } finally {
    await tidy();
  }
}

function portOf<Ready>(spec: ServiceSpec<Ready>, ready: Ready): number | undefined {
  if (spec.portOf) return spec.portOf(ready);
  return typeof ready === 'number' ? ready : undefined;
}

/** A service that cannot be made reachable is killed. */
async function isPublished(relay: Relay, port: number, service: Service<unknown>): Promise<boolean> {
  try {
    await relay.publish(port);
    return true;
  } catch (error) {
    await service.kill();
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
}

function portTaken({ command }: ServiceSpec<unknown>, port: number): ServiceStartError {
  return new ServiceStartError({
    command,
    reason: `it listens on port ${port}, which another program of this machine uses`,
    stdout: '',
    stderr: '',
  });
}
