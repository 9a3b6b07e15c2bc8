import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: clinic
storage: ${storage}
entities:
  Patient:
    fields:
      name: text 1..100
      urgency: low | high = low
      age: integer 0..150
    sort: [-urgency, age]
operations:
  next:
    http: GET /next
    do:
      - find: Patient as patient
        where: record.age > 0
        sort: -urgency, -age
    answer: { body: { name: "patient == null ? '' : patient.name" } }
  oldestOfEach:
    http: GET /oldest
    do:
      - list: Patient as patients
        sort: [urgency, -age]
        limit: 3
    answer: { body: { names: "patients.map(p, p.name)" } }
  queue:
    http: GET /queue
    do:
      - list: Patient as patients
        sort: -urgency
    answer: { body: { names: "patients.map(p, p.name)" } }
`;

describe.each(storages)('orders by several fields on %s', (storage) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(blueprint(storage));
    for (const [name, urgency, age] of [
      ['Ada', 'low', 30],
      ['Bo', 'high', 40],
      ['Cy', 'low', 20],
      ['Di', 'high', 50],
      ['Ed', 'high', 40],
    ] as const) {
      await system.send('POST', '/patients', { name, urgency, age });
    }
  });
  afterAll(() => system.stop());

  const names = async (query: string) => {
    const { body } = await system.send('GET', `/patients${query}`);
    return (body as readonly { readonly name: string }[]).map(({ name }) => name).join(' ');
  };

  test('hold for lists, as their standard and when asked for', async () => {
    expect(await names('')).toBe('Bo Ed Di Cy Ada');
    expect(await names('?limit=2&offset=1')).toBe('Ed Di');
    expect(await names('?sort=urgency,-age')).toBe('Ada Cy Di Bo Ed');
    expect(await names('?sort=-urgency,-createdAt')).toBe('Ed Di Bo Cy Ada');
  });

  test('hold for what operations read; what is equal was first in and is first out', async () => {
    expect((await system.send('GET', '/next')).body).toEqual({ name: 'Di' });
    expect((await system.send('GET', '/oldest')).body).toEqual({ names: ['Ada', 'Cy', 'Di'] });
    expect((await system.send('GET', '/queue')).body).toEqual({ names: ['Bo', 'Di', 'Ed', 'Ada', 'Cy'] });
  });
});
