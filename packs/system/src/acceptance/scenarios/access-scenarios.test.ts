import { expect, test } from 'vitest';
import { readBlueprint } from '../../blueprint/read-blueprint.ts';
import { lower } from '../../lowering/lower.ts';
import { deriveScenarios } from '../derive-scenarios.ts';
import { playScenario } from '../simulation/play-scenario.ts';
import { requirementsFor } from '../testing/requirements-for.ts';

test('where only a feed is guarded, nobody listens without a key', () => {
  const kitchen = `
millwright: 1
name: kitchen
config: { apiKeys: secret }
entities:
  Order: { fields: { dish: text 1..80 } }
access: { keys: { from: config.apiKeys, header: X-Api-Key }, default: anyone }
feeds:
  orders: { http: GET /order-feed, of: [Order created], access: key }
`;
  const model = lower(readBlueprint(kitchen));
  const { scenarios, unproven } = deriveScenarios(requirementsFor(['access', 'feeds.orders']), model);
  expect(unproven).toEqual([]);
  const strangers = scenarios.find(({ id }) => id === 'access-strangers');
  expect(strangers?.steps).toMatchObject([
    { path: '/order-feed', expect: { status: 401 } },
    { path: '/order-feed', headers: { 'X-Api-Key': 'not-a-key' }, expect: { status: 401 } },
  ]);
  expect(strangers && playScenario(model, strangers)).toBeUndefined();
});
