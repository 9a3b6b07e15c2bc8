import { describe, expect, test } from 'vitest';
import type { SystemModel } from '../../model/system.ts';
import { deriveScenarios } from '../derive-scenarios.ts';
import { requirementsFor, targetsOf } from '../testing/requirements-for.ts';
import { libraryModel, taskModel } from '../testing/sample-models.ts';
import { playScenario } from './play-scenario.ts';

const sqlite = { kind: 'sqlite', file: 'data.sqlite' } as const;
const models: Readonly<Record<string, SystemModel>> = {
  'task api': taskModel(),
  'task api on sqlite, prefixed': taskModel({ storage: sqlite, prefix: '/api/v1' }),
  library: libraryModel(),
  'library on sqlite': libraryModel({ storage: sqlite }),
};

describe.each(Object.entries(models))('%s', (_, model) => {
  test('the system its model describes meets every derived scenario', () => {
    const { scenarios } = deriveScenarios(requirementsFor(targetsOf(model)), model);
    for (const scenario of scenarios) {
      expect(
        playScenario(model, scenario),
        `${scenario.id}: ${JSON.stringify(scenario.steps, null, 1)}`,
      ).toBeUndefined();
    }
  });
});
