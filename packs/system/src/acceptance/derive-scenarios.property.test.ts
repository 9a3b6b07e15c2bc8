import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { deriveScenarios } from './derive-scenarios.ts';
import { playScenario } from './simulation/play-scenario.ts';
import { arbitraryModel } from './testing/arbitrary-model.ts';
import { requirementsFor, targetsOf } from './testing/requirements-for.ts';

test('a system of any shape meets every scenario derived from its model', () => {
  fc.assert(
    fc.property(arbitraryModel(), (model) => {
      const { scenarios } = deriveScenarios(requirementsFor(targetsOf(model)), model);
      for (const scenario of scenarios) {
        const mismatch = playScenario(model, scenario);
        expect(mismatch && { scenario, mismatch }).toBeUndefined();
      }
    }),
    { numRuns: 100 },
  );
});

test('what cannot be proven has a reason', () => {
  fc.assert(
    fc.property(arbitraryModel(), (model) => {
      const { unproven } = deriveScenarios(requirementsFor(targetsOf(model)), model);
      for (const { why } of unproven) expect(why).toMatch(/\w+ \w+/);
    }),
    { numRuns: 30 },
  );
});
