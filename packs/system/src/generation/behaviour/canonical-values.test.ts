import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningSystem, startSystem, storages } from '../testing/running-system.ts';

const blueprint = (storage: string) => `
millwright: 1
name: music
storage: ${storage}
types:
  Stage: { name: text, lasts: duration }
config:
  pause: duration = 90s
entities:
  Track:
    fields:
      title: text unique
      lasts: duration PT1S..2h
      gap: duration = PT2S
      stages: Stage[] ..3 = []
      breaks: duration[] = []
      startsAt: datetime?
      opens: time? = 09:00:00
      isLong: { type: boolean, computed: "record.lasts > duration('5m')" }
    unique: [[lasts, opens]]
    filters: [lasts, opens, startsAt, breaks]
operations:
  total:
    http: GET /total
    query: { atLeast: duration = PT0S }
    do:
      - list: Track as tracks
        where: record.lasts >= query.atLeast
        sort: title
      - compute: all
        value: sum(tracks.map(t, t.lasts + t.gap))
    answer:
      body:
        all: all
        longest: max(tracks.map(t, t.lasts))
        mean: avg(tracks.map(t, t.lasts))
        text: "'plays ' + string(all)"
        minutes: all.getMinutes()
        byLength: tracks.sortBy(t, t.lasts).map(t, t.title)
        pause: config.pause
        least: "coalesce(min(tracks.map(t, t.lasts)), hours(1))"
        after: "timestamp('2030-01-01T00:00:00Z') + all"
        between: "timestamp('2030-01-02T12:00:00Z') - timestamp('2030-01-01T00:00:00Z')"
  cut:
    http: POST /tracks/{track}/cut
    input: { by: duration }
    do:
      - load: Track as track
      - update: track
        set: { lasts: track.lasts - input.by, breaks: "track.breaks + [input.by]" }
  morning:
    http: GET /morning
    do:
      - list: Track as tracks
        where: record.opens == '08:30:00'
    answer: { value: "tracks.map(t, t.title)" }
`;

describe.each(storages)('values that can be written in several ways on %s', (storage) => {
  let system: RunningSystem;
  beforeAll(async () => {
    system = await startSystem(blueprint(storage));
  });
  afterAll(() => system.stop());

  const make = async (body: Record<string, unknown>) => {
    const answer = await system.send('POST', '/tracks', body);
    expect(answer).toMatchObject({ status: 201 });
    return answer.body as { id: string };
  };

  test('are kept and found in one form', async () => {
    const track = await make({
      title: 'a',
      lasts: 'PT90M',
      opens: '08:30:00',
      startsAt: '2030-06-01T12:00:00+02:00',
      stages: [{ name: 'x', lasts: 'PT120S' }],
      breaks: ['P1W', 'PT0.5S', 'PT24H'],
    });
    expect(track).toMatchObject({
      lasts: 'PT1H30M',
      gap: 'PT2S',
      opens: '08:30',
      startsAt: '2030-06-01T10:00:00.000Z',
      stages: [{ name: 'x', lasts: 'PT2M' }],
      breaks: ['P7D', 'PT0.5S', 'P1D'],
      isLong: true,
    });
    for (const query of [
      'lasts=PT5400S',
      'opens=08:30:00',
      'opens=08:30',
      'startsAt=2030-06-01T10:00:00Z',
      'startsAt=2030-06-01T15:30:00%2B05:30',
      'breaks=PT168H',
    ])
      expect((await system.send('GET', `/tracks?${query}`)).body, query).toMatchObject([{ id: track.id }]);
    expect((await system.send('GET', '/morning')).body).toEqual(['a']);
    expect(
      await system.send('POST', '/tracks', { title: 'b', lasts: 'PT5400S', opens: '08:30' }),
    ).toMatchObject({
      status: 409,
      body: { code: 'not_unique' },
    });
    await system.send('DELETE', `/tracks/${track.id}`);
  });

  test('durations are bounded, computed with and compared by their length', async () => {
    for (const lasts of ['soon', 'PT', 'P', 'P1M', 'P1Y', '-PT5M', 'PT0S', 'PT2H1S', 90, '5m', 'P1DT'])
      expect(await system.send('POST', '/tracks', { title: 'x', lasts }), String(lasts)).toMatchObject({
        status: 400,
        body: { errors: [{ field: 'lasts' }] },
      });
    const short = await make({ title: 'short', lasts: 'PT9M', gap: 'PT0S', opens: '10:00' });
    await make({ title: 'long', lasts: 'PT1H', gap: 'PT30S', opens: '10:00' });
    expect((await system.send('GET', '/total')).body).toEqual({
      all: 'PT1H9M30S',
      longest: 'PT1H',
      mean: 'PT34M30S',
      text: 'plays PT1H9M30S',
      minutes: 69,
      byLength: ['short', 'long'],
      pause: 'PT1M30S',
      least: 'PT9M',
      after: '2030-01-01T01:09:30.000Z',
      between: 'P1DT12H',
    });
    expect((await system.send('GET', '/total?atLeast=PT20M')).body).toMatchObject({ byLength: ['long'] });
    expect((await system.send('GET', '/total?atLeast=PT5H')).body).toMatchObject({
      longest: null,
      least: 'PT1H',
    });
    const cut = (by: string) => system.send('POST', `/tracks/${short.id}/cut`, { by });
    expect(await cut('PT1M')).toMatchObject({ status: 200, body: { lasts: 'PT8M', breaks: ['PT1M'] } });
    expect(await cut('PT8M')).toMatchObject({ status: 422, body: { code: 'out_of_range' } });
  });

  test('times of day are in order, with seconds or without', async () => {
    for (const [title, opens] of [
      ['t1', '12:00:00'],
      ['t2', '12:00:30'],
      ['t3', '11:59:59'],
    ])
      await make({ title, opens, lasts: 'PT1M' });
    const sorted = await system.send('GET', '/tracks?sort=opens&lasts=PT60S');
    expect((sorted.body as { title: string }[]).map(({ title }) => title)).toEqual(['t3', 't1', 't2']);
  });
});
