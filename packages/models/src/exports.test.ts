import { expect, test } from 'vitest';
import * as models from './index.ts';

test('the public names are exactly these', () => {
  expect(Object.keys(models).toSorted()).toMatchInlineSnapshot(`
    [
      "BreakerOpenError",
      "BudgetSpentError",
      "Cassette",
      "CassetteMissError",
      "ModelAnswerError",
      "ModelConfigError",
      "ModelError",
      "ModelRefusedError",
      "ModelUnavailableError",
      "createModels",
      "readModelConfig",
      "systemClock",
    ]
  `);
});
