import { expect, test } from 'vitest';
import { BlueprintError } from '../../blueprint/errors.ts';
import { liveFeeds } from '../../model/http-sources.ts';
import { lowerBlueprint } from '../lower-blueprint.ts';

const blueprint = (live: string) => `
millwright: 1
name: alarms
types:
  Alarm: { device: text, celsius: number }
components:
  alarms: { kind: Source, of: Alarm, http: POST /alarms }
  other: { kind: LiveFeed, of: Alarm, http: GET /taken }
  live: { kind: LiveFeed, of: Alarm, ${live} }
bindings:
  - alarms -> live
  - alarms -> other
`;

function problemsOf(live: string): readonly string[] {
  try {
    lowerBlueprint(blueprint(live));
    return [];
  } catch (error) {
    if (!(error instanceof BlueprintError)) throw error;
    return error.diagnostics.map(({ code, message }) => `${code}: ${message}`);
  }
}

test('a live feed keeps what it is told to, and is bound to the endpoint', () => {
  const { model } = lowerBlueprint(
    blueprint('http: "GET /devices/{device}/live", where: message.device == path.device, keep: 5'),
  );
  const live = liveFeeds(model).find(({ name }) => name === 'live');
  expect(live).toMatchObject({ keep: 5, query: [], where: { source: 'message.device == path.device' } });
  expect(model.bindings).toContainEqual({
    from: { component: 'api', port: 'live' },
    to: { component: 'live', port: 'subscriptions' },
  });
});

test.each([
  ['http: POST /live', 'invalid_http: A feed is read with GET.'],
  ['http: GET /taken', 'path_taken: `GET /taken` is answered by the live feed `other` already.'],
  ['http: "GET /{device}/live"', 'unknown_parameter: Nothing uses the path parameter `{device}`.'],
  ['http: GET /live, query: { device: text? }', 'unknown_parameter: Nothing uses the parameter `device`.'],
  [
    'http: GET /live, query: { hot: number }, where: message.device == query.hot',
    'wrong_operands: `==` does not work on text and a number.',
  ],
  [
    'http: GET /live, query: { lastEventId: text? }, where: query.lastEventId == null',
    'reserved_name: `lastEventId` says where a client goes on, in every feed.',
  ],
])('%s is a mistake that is said', (live, problem) => {
  expect(problemsOf(live)).toContain(problem);
});
