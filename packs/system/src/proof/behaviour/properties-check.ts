import { defineCheck } from '@millwright/factory';
import { type ProofContext, needsModel } from '../proof-context.ts';

/** Requests made from the model, valid and invalid, over real HTTP. */
export const propertiesCheck = defineCheck<ProofContext>({
  name: 'properties',
  tier: 4,
  needs: ['boots'],
  timeoutMs: 120_000,
  appliesTo: ({ model }) => model !== undefined || needsModel,
  run: async ({ drive }, { log }) => {
    const report = await drive();
    log(report.log);
    return report.findings;
  },
});
