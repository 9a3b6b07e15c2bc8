import { defineCheck } from '@millwright/factory';
import type { ProofContext } from '../proof-context.ts';

/** Whatever clients send, by mistake or on purpose, the system stays up, says nothing it should not, and keeps to its description. */
export const abuseCheck = defineCheck<ProofContext>({
  name: 'abuse',
  tier: 4,
  needs: ['boots'],
  timeoutMs: 120_000,
  run: ({ abuse }, { log }) => abuse(log),
});
