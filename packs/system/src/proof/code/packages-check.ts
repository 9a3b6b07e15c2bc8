import { defineCheck } from '@millwright/factory';
import type { ProofContext } from '../proof-context.ts';
import { dependencyFindings } from './dependency-findings.ts';
import { scriptFindings } from './script-findings.ts';

/** Every package that the system declares could be had, in the version that it asks for, and is what its code imports; scripts lead to files. */
export const packagesCheck = defineCheck<ProofContext>({
  name: 'packages',
  tier: 2,
  run: ({ stage: { findings, folder } }) => [
    ...findings,
    ...dependencyFindings(folder),
    ...scriptFindings(folder),
  ],
});
