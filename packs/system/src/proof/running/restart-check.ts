import { type Finding, type ServiceExit, defineCheck } from '@millwright/factory';
import type { ProofContext } from '../proof-context.ts';
import { stopMs } from './boot.ts';
import type { RunningSystem } from './start-system.ts';

/** SIGTERM ends the system in time with exit code 0; after that, and after SIGKILL, it starts again on the same data. */
export const restartCheck = defineCheck<ProofContext>({
  name: 'restart',
  tier: 3,
  needs: ['boots'],
  run: async ({ boot, restart }, { signal, log }) => {
    const { stopped } = await boot();
    const { exit, lastRequests } = await stopped;
    log(`SIGTERM: ${exit.wasKilled ? 'had to be killed' : `exit code ${exit.exitCode}`}`);
    log(`requests under way at that moment: ${lastRequests.join(', ')}`);
    const findings = [...judgeStop(exit)];
    for (const occasion of ['SIGTERM', 'SIGKILL']) {
      const system = await restart();
      log(`started again after ${occasion}: ready after ${Math.round(system.service.startMs)} ms`);
      findings.push(...(await judgeStart(system, occasion, signal)));
      await system.service.kill();
    }
    return findings;
  },
});

function judgeStop(exit: ServiceExit): readonly Finding[] {
  if (exit.wasKilled) {
    const message = `SIGTERM did not end the system within ${stopMs} ms.`;
    return [{ code: 'does_not_stop', severity: 'error', message }];
  }
  if (exit.exitCode === 0) return [];
  const how = exit.signal ?? `exit code ${exit.exitCode}`;
  const message = `After SIGTERM it ended with ${how}; expected exit code 0.`;
  return [{ code: 'stops_badly', severity: 'error', message }];
}

async function judgeStart(
  system: RunningSystem,
  occasion: string,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { status } = await system.http.send({ method: 'GET', path: '/ready' }, signal);
  if (status === 200) return [];
  const message = `Started again after ${occasion}, it was not ready (status ${status}).`;
  return [{ code: 'not_ready_again', severity: 'error', message }];
}
