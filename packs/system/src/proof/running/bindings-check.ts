import { type Finding, defineCheck } from '@millwright/factory';
import { type ProofContext, needsModel } from '../proof-context.ts';

/** Every binding of the blueprint carried at least one message while the API was used. */
export const bindingsCarryCheck = defineCheck<ProofContext>({
  name: 'bindings-carry',
  tier: 3,
  needs: ['boots'],
  timeoutMs: 120_000,
  appliesTo: ({ model }) => model !== undefined || needsModel,
  run: async ({ model, drive }, { log }) => {
    const { messages, expected } = await drive();
    const findings: Finding[] = [];
    for (const { from, to } of model?.bindings ?? []) {
      const name = `${from.component}.${from.port}->${to.component}.${to.port}`;
      const count = messages.get(name);
      log(`${name}: ${count ?? 'not in the metrics'}`);
      // A feed is asked for as long as somebody listens, which is not a request that ends.
      if (count || !expected.has(name) || to.port === 'subscriptions') continue;
      const message = `The binding ${name} carried no message while every operation was used.`;
      findings.push({ code: 'binding_silent', severity: 'error', message });
    }
    return findings;
  },
});
