import { ServiceStartError, defineCheck } from '@millwright/factory';
import type { ProofContext } from '../proof-context.ts';

const maxShownLines = 12;

/** The system starts as a process of its own, says that it listens, and is healthy and ready. */
export const bootCheck = defineCheck<ProofContext>({
  name: 'boots',
  tier: 3,
  appliesTo: ({ missingData }) => missingData ?? true,
  run: async ({ boot }, { log }) => {
    try {
      const report = await boot();
      log(`ready after ${Math.round(report.startMs)} ms\n${report.output}`);
      return report.findings;
    } catch (error) {
      if (!(error instanceof ServiceStartError)) throw error;
      const output = `${error.stdout}${error.stderr}`.trim();
      log(output);
      const shown = output.split('\n').slice(-maxShownLines).join('\n');
      return [{ code: 'does_not_boot', severity: 'error', message: `${error.message}\n${shown}` }];
    }
  },
});
