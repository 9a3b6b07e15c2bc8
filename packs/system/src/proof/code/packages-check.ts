import { defineCheck } from '@millwright/factory';
import type { ProofContext } from '../proof-context.ts';

/** Every package that the system declares could be had, in the version that it asks for. */
export const packagesCheck = defineCheck<ProofContext>({
  name: 'packages',
  tier: 2,
  run: ({ stage }) => stage.findings,
});
