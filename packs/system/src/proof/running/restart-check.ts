import { type Finding, type ServiceExit, defineCheck } from '@millwright/factory';
import type { ProofContext } from '../proof-context.ts';
import { stopMs } from './boot.ts';
import type { RunningSystem } from './start-system.ts';
import { killInBurst, lostRecords } from './write-burst.ts';

/**
 * SIGTERM ends the system in time with exit code 0; after that, and after SIGKILL, it starts again on the same data, and holds
 * every record that it had acknowledged when it was killed in the midst of writing.
 */
export const restartCheck = defineCheck<ProofContext>({
  name: 'restart',
  tier: 3,
  needs: ['boots'],
  run: async ({ boot, restart, model, seed }, { signal, log }) => {
    const { stopped } = await boot();
    const { exit, lastRequests } = await stopped;
    log(`SIGTERM: ${exit.wasKilled ? 'had to be killed' : `exit code ${exit.exitCode}`}`);
    log(`requests under way at that moment: ${lastRequests.join(', ')}`);
    const findings = [...judgeStop(exit)];
    const again = await restart();
    log(`started again after SIGTERM: ready after ${Math.round(again.service.startMs)} ms`);
    findings.push(...(await judgeStart(again, 'SIGTERM', signal)));
    const burst = model?.storage.kind === 'memory' ? undefined : model && { model, seed, signal };
    const acknowledged = burst === undefined ? [] : await killInBurst(again, burst);
    await again.service.kill();
    const last = await restart();
    log(`started again after SIGKILL: ready after ${Math.round(last.service.startMs)} ms`);
    findings.push(...(await judgeStart(last, 'SIGKILL', signal)));
    if (burst !== undefined) {
      log(`${acknowledged.length} records were acknowledged before SIGKILL`);
      findings.push(...(await lostRecords(last, acknowledged, burst)).map(lost));
    }
    await last.service.kill();
    return findings;
  },
});

function lost(record: string): Finding {
  const message = `After SIGKILL in the midst of writing, what had been acknowledged was lost. ${record}`;
  return { code: 'acknowledged_record_lost', severity: 'error', message };
}

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
