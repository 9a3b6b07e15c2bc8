import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: invitations
storage: ${storage}
entities:
  Invitation:
    fields: { email: email unique }
    expires: record.createdAt + hours(1)
  Guest:
    fields: { name: text 1..60, invitation: Invitation on delete cascade }
  Letter:
    fields: { text: text 1..60, guest: Guest on delete cascade }
  Farewell:
    fields: { email: email }
  Seat:
    fields: { number: integer 1.., invitation: Invitation? on delete clear }
  Dish:
    fields: { name: text 1..60, invitation: Invitation }
flows:
  sayFarewell:
    on: Invitation deleted
    do:
      - create: Farewell as farewell
        set: { email: event.email }
`;

describe.each(storages)('records that end, on %s', (storage) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(blueprint(storage), { MILLWRIGHT_TEST_CLOCK: '2031-01-01T10:00:00Z' });
  });
  afterAll(() => system.stop());

  const make = async (path: string, body: Record<string, unknown>) => {
    const answer = await system.send('POST', path, body);
    expect(answer).toMatchObject({ status: 201 });
    return (answer.body as { id: string }).id;
  };
  const advance = (by: string) => system.send('POST', '/test-clock', { advance: by });

  test('are swept with what goes with them; what refers to others only loses the reference', async () => {
    const invitation = await make('/invitations', { email: 'ann@x.org' });
    const guest = await make('/guests', { name: 'Ann', invitation });
    const letter = await make('/letters', { text: 'Dear Ann', guest });
    const seat = await make('/seats', { number: 1, invitation });
    expect(await advance('PT59M')).toMatchObject({ status: 200 });
    expect(await system.send('GET', `/guests/${guest}`)).toMatchObject({ status: 200 });
    await advance('PT1M');
    expect(await system.send('GET', `/invitations/${invitation}`)).toMatchObject({ status: 404 });
    expect(await system.send('GET', `/guests/${guest}`)).toMatchObject({ status: 404 });
    expect(await system.send('GET', `/letters/${letter}`)).toMatchObject({ status: 404 });
    expect(await system.send('GET', `/seats/${seat}`)).toMatchObject({ body: { invitation: null } });
    await make('/invitations', { email: 'ann@x.org' });
    await advance('PT1S');
    expect(await system.send('GET', '/farewells')).toMatchObject({ body: [{ email: 'ann@x.org' }] });
  });

  test('give their unique values to others, and what refers to them is still looked after', async () => {
    const invitation = await make('/invitations', { email: 'cid@x.org' });
    const seat = await make('/seats', { number: 3, invitation });
    const dish = await make('/dishes', { name: 'Pie', invitation });
    await advance('PT2H');
    await make('/invitations', { email: 'cid@x.org' });
    await system.send('DELETE', `/dishes/${dish}`);
    await advance('PT1M');
    expect(await system.send('GET', `/seats/${seat}`)).toMatchObject({ body: { invitation: null } });
  });

  test('stay unseen while others must keep them', async () => {
    const invitation = await make('/invitations', { email: 'bob@x.org' });
    const dish = await make('/dishes', { name: 'Soup', invitation });
    const seat = await make('/seats', { number: 2, invitation });
    await advance('PT2H');
    expect(await system.send('GET', `/invitations/${invitation}`)).toMatchObject({ status: 404 });
    expect(await system.send('GET', `/seats/${seat}`)).toMatchObject({ body: { invitation } });
    expect(await system.send('DELETE', `/dishes/${dish}`)).toMatchObject({ status: 204 });
    await advance('PT1M');
    expect(await system.send('GET', `/seats/${seat}`)).toMatchObject({ body: { invitation: null } });
  });

  test('are swept in many batches', async () => {
    const seats: string[] = [];
    for (let number = 10; number < 220; number += 1) {
      const invitation = await make('/invitations', { email: `guest${number}@x.org` });
      if (number % 40 === 0) seats.push(await make('/seats', { number, invitation }));
    }
    await advance('PT1H');
    for (const seat of seats)
      expect(await system.send('GET', `/seats/${seat}`)).toMatchObject({ body: { invitation: null } });
  });
});
