import { defineCheck } from '@millwright/factory';
import type { ProofContext } from '../proof-context.ts';
import { survivingMutants } from './surviving-mutants.ts';

/** Each acceptance scenario must fail when the behaviour it proves is removed: otherwise it proves nothing. */
export const mutationCheck = defineCheck<ProofContext>({
  name: 'mutation',
  tier: 4,
  needs: ['blueprint'],
  appliesTo: ({ model }) => (model?.scenarios.length ? true : { why: 'there are no acceptance scenarios' }),
  run: ({ model }, { signal, log }) => {
    if (!model) return [];
    const { tried, survivors } = survivingMutants(model, signal);
    log(`${tried} behaviours removed, ${tried - survivors.length} noticed`);
    return survivors.map(({ what }) => ({
      code: 'behaviour_not_proven',
      severity: 'warning' as const,
      message: `Every scenario is met by a system that has ${what}.`,
      fix: 'Write a scenario that shows the difference.',
    }));
  },
});
