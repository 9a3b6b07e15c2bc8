import type { StageContext } from '@millwright/engine';
import type { CheckEvent } from '@millwright/factory';

const mostFindings = 3;

/** Puts the events of checks into the journal for those who watch. The proof holds all findings; here the first few do. */
export function logCheck(log: StageContext['log']): (event: CheckEvent) => void {
  return (event) => {
    if (event.kind === 'check-started') log('info', 'check', event);
    else {
      const findings = event.result.findings.slice(0, mostFindings);
      log('info', 'check', { ...event, result: { ...event.result, findings } });
    }
  };
}
