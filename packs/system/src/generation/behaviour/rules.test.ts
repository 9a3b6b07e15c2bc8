import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const page = readFileSync(new URL('../../../../../docs/blueprint/rules.md', import.meta.url), 'utf8');
const blueprint = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';

describe.each(storages)('rules on %s', (storage) => {
  let system: RunningSystem;
  let room: string;
  const book = (startsAt: string, endsAt: string, people = 2) =>
    system.send('POST', '/bookings', {
      room,
      title: 'Talk',
      startsAt: `2031-05-14T${startsAt}:00Z`,
      endsAt: `2031-05-14T${endsAt}:00Z`,
      people,
    });
  beforeAll(async () => {
    system = await startSystem(blueprint.replace('storage: sqlite', `storage: ${storage}`));
    room = ((await system.send('POST', '/rooms', { name: 'A', seats: 4 })).body as { id: string }).id;
  });
  afterAll(() => system.stop());

  test('they hold for the standard operations, with their status, message and field', async () => {
    expect(await book('10:00', '09:00')).toMatchObject({
      status: 422,
      body: { code: 'ends_too_early', errors: [{ field: 'endsAt' }] },
    });
    expect(await book('10:00', '11:00', 5)).toMatchObject({
      status: 409,
      body: { code: 'room_too_small', detail: 'A has only 4 seats.' },
    });
    const made = (await book('10:00', '11:00')).body as { id: string };
    expect((await book('10:30', '11:30')).body).toMatchObject({ code: 'room_taken' });
    const changed = await system.send('PATCH', `/bookings/${made.id}`, { people: 9 });
    expect(changed.body).toMatchObject({ code: 'room_too_small' });
    expect((await system.send('GET', `/bookings/${made.id}`)).body).toMatchObject({ people: 2 });
  });

  test('of many at once only one is let through', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => book('14:00', '15:00')));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(11);
  });

  test('they hold for written operations and for all records that one changes', async () => {
    await book('11:00', '11:30');
    const delayed = await system.send('POST', `/rooms/${room}/delay`, { minutes: 30 });
    expect(delayed).toMatchObject({ status: 409, body: { code: 'room_taken' } });
    const other = ((await system.send('POST', '/rooms', { name: 'B', seats: 1 })).body as { id: string }).id;
    const { body } = await system.send('GET', '/bookings?limit=1');
    const [first] = body as [{ id: string }];
    const moved = await system.send('POST', `/bookings/${first.id}/move`, { room: other });
    expect(moved.body).toMatchObject({ code: 'room_too_small' });
  });
});
