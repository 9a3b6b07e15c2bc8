import { expect, test } from 'vitest';
import { BlueprintError } from '../../blueprint/errors.ts';
import { readBlueprint } from '../../blueprint/read-blueprint.ts';
import { lower } from '../lower.ts';

const types = `
  Reading: { device: text, celsius: number, takenAt: datetime }
  Alarm: { device: text, level: low | high }
  Level: low | high`;

function blueprint(components: string, bindings: string): string {
  const indented = components.trim().replaceAll(/^/gm, '  ');
  return `millwright: 1\nname: telemetry\ntypes:${types}\ncomponents:\n${indented}\nbindings:\n${bindings
    .trim()
    .replaceAll(/^/gm, '  - ')}\n`;
}

const source = 'readings: { kind: Source, of: Reading, http: POST /readings }';
const log = 'log: { kind: Sink, of: Reading, log: info }';

function problemsOf(yaml: string): string[] {
  try {
    lower(readBlueprint(yaml));
    return [];
  } catch (error) {
    if (!(error instanceof BlueprintError)) throw error;
    return error.diagnostics.map(({ code, path, line }) => `${code} ${path}:${line}`);
  }
}

test('a source and a sink need neither entities nor a store', () => {
  const model = lower(readBlueprint(blueprint(`${source}\n${log}`, 'readings -> log')));
  expect(model.components.map(({ name, kind }) => `${name}: ${kind}`)).toEqual([
    'api: ApiEndpoint',
    'readings: Source',
    'log: Sink',
  ]);
  expect(model.bindings).toEqual([
    { from: { component: 'api', port: 'readings' }, to: { component: 'readings', port: 'posts' } },
    { from: { component: 'readings', port: 'out' }, to: { component: 'log', port: 'in' } },
  ]);
});

test('a chain is as many bindings as it has arrows, and fields that are copied need no set', () => {
  const yaml = blueprint(
    `${source}
warm: { kind: Filter, of: Reading, keep: message.celsius > 20 }
alarm: { kind: Transformer, of: Reading, to: Alarm, from: message, set: { level: high } }
alarms: { kind: Sink, of: Alarm, file: data/alarms.jsonl }
${log}`,
    'readings -> warm -> alarm -> alarms\nwarm.dropped -> log',
  );
  const { bindings, components } = lower(readBlueprint(yaml));
  expect(bindings.map(({ from, to }) => `${from.component}.${from.port} -> ${to.component}`)).toContain(
    'warm.dropped -> log',
  );
  const alarm = components.find(({ name }) => name === 'alarm');
  expect(alarm).toMatchObject({
    set: [
      { field: 'device', value: { node: { kind: 'member', name: 'device' } } },
      { field: 'level', value: { node: { value: 'high' } } },
    ],
  });
});

test.each([
  [
    'types that differ',
    `${source}\nalarms: { kind: Sink, of: Alarm, log: info }`,
    'readings -> alarms',
    'invalid_binding bindings[0]:11',
  ],
  [
    'a component that is not there',
    `${source}\n${log}`,
    'readings -> lgo',
    'unknown_component bindings[0]:11',
  ],
  ['a port that is not there', `${source}\n${log}`, 'readings.outt -> log', 'unknown_port bindings[0]:11'],
  ['sending to a source', `${source}\n${log}`, 'readings -> readings', 'unknown_port bindings[0]:11'],
  [
    'a port that leads nowhere',
    `${source}\n${log}\nwarm: { kind: Filter, of: Reading, keep: message.celsius > 20 }`,
    'readings -> log\nreadings -> warm',
    'unbound_port components.warm:10',
  ],
  [
    'a component that nobody reaches',
    `${source}\n${log}\nother: { kind: Sink, of: Reading, log: info }`,
    'readings -> log',
    'unreachable_component components.other:10',
  ],
  [
    'a binding made twice',
    `${source}\n${log}`,
    'readings -> log\nreadings.out -> log.in',
    'invalid_binding bindings:10',
  ],
  [
    'a type that is not there',
    `${source}\nlog: { kind: Sink, of: Raeding, log: info }`,
    'readings -> log',
    'unknown_type components.log.of:9',
  ],
  [
    'a type that is no object',
    `${source}\nlog: { kind: Sink, of: Level, log: info }`,
    'readings -> log',
    'unknown_type components.log.of:9',
  ],
  [
    'a field that the message does not have',
    `${source}\nwarm: { kind: Filter, of: Reading, keep: message.celsus > 20 }\n${log}`,
    'readings -> warm -> log',
    'unknown_field components.warm.keep:9',
  ],
  [
    'a field that nothing gives',
    `${source}\nalarm: { kind: Transformer, of: Reading, to: Alarm, from: message }\nalarms: { kind: Sink, of: Alarm, log: info }`,
    'readings -> alarm -> alarms',
    'missing_field components.alarm:9',
  ],
  [
    'a source without an entrance',
    `readings: { kind: Source, of: Reading }\n${log}`,
    'readings -> log',
    'missing_key components.readings:8',
  ],
  [
    'a source that is read',
    `readings: { kind: Source, of: Reading, http: GET /readings }\n${log}`,
    'readings -> log',
    'invalid_http components.readings.http:8',
  ],
  [
    'a parameter that nobody uses',
    `readings: { kind: Source, of: Reading, http: 'POST /devices/{device}/readings' }\n${log}`,
    'readings -> log',
    'unknown_parameter components.readings.http:8',
  ],
  [
    'a sink with two targets',
    `${source}\nlog: { kind: Sink, of: Reading, log: info, file: a.jsonl }`,
    'readings -> log',
    'unknown_key components.log:9',
  ],
  [
    'a file outside the folder',
    `${source}\nlog: { kind: Sink, of: Reading, file: /etc/passwd }`,
    'readings -> log',
    'invalid_value components.log.file:9',
  ],
  [
    'a setting that is not there',
    `${source}\nlog: { kind: Sink, of: Reading, webhook: config.hookUrl }`,
    'readings -> log',
    'unknown_name components.log.webhook:9',
  ],
  [
    'lateness without a time',
    `${source}\nalarms: { kind: Aggregator, of: Reading, to: Alarm, window: { tumbling: 1m }, lateness: 5s, set: { device: "'x'", level: low } }\nlog: { kind: Sink, of: Alarm, log: info }`,
    'readings -> alarms -> log',
    'missing_key components.alarms.lateness:9',
  ],
  [
    'a state without a beginning',
    `${source}\nalarms: { kind: StreamProcessor, of: Reading, to: Alarm, state: { count: integer }, next: { count: state.count + 1 }, from: message, set: { level: low } }\nlog: { kind: Sink, of: Alarm, log: info }`,
    'readings -> alarms -> log',
    'invalid_default components.alarms.state.count:9',
  ],
  [
    'a message for many topics',
    `${source}\nlog: { kind: Sink, of: Reading, topic: readings.* }`,
    'readings -> log',
    'invalid_value components.log.topic:9',
  ],
  [
    'a topic that is none',
    `readings: { kind: Source, of: Reading, topic: /readings }\n${log}`,
    'readings -> log',
    'invalid_value components.readings.topic:8',
  ],
  [
    'a source with two entrances',
    `readings: { kind: Source, of: Reading, topic: readings, http: POST /readings }\n${log}`,
    'readings -> log',
    'unknown_key components.readings:8',
  ],
  [
    'a path that is taken',
    `${source}\nother: { kind: Source, of: Reading, http: POST /readings }\n${log}`,
    'readings -> log\nother -> log',
    'path_taken components.other.http:9',
  ],
])('%s is told with its place', (_, components, bindings, expected) => {
  expect(problemsOf(blueprint(components, bindings))).toEqual([expected]);
});

const averages = (celsius: string) =>
  blueprint(
    `${source}
averages:
  kind: Aggregator
  of: Reading
  to: Reading
  window: { tumbling: 1m }
  by: message.device
  set:
    device: key
    takenAt: start
    celsius: ${celsius}
${log}`,
    'readings -> averages -> log',
  );

test('a window has one message or more, and what is left of it may have none', () => {
  expect(problemsOf(averages('avg(messages.map(one, one.celsius))'))).toEqual([]);
  expect(problemsOf(averages('avg(messages.filter(one, one.celsius > 0).map(one, one.celsius))'))).toEqual([
    'may_be_null components.averages.set.celsius:18',
  ]);
});

test('a source is open to whom it says, or the system', () => {
  const guarded = (words: string) =>
    `${blueprint(`readings: { kind: Source, of: Reading, http: POST /readings${words} }\n${log}`, 'readings -> log')}
config: { apiKeys: secret }
access: { keys: { from: config.apiKeys } }
`;
  for (const words of ['', ', access: anyone', ', access: key', ', access: [key, signedIn]'])
    expect(problemsOf(guarded(words))).toEqual([]);
  expect(problemsOf(guarded(', access: owner'))).toEqual([expect.stringMatching(/^invalid_value/)]);
  expect(problemsOf(guarded(', access: gateway'))).toEqual([expect.stringMatching(/^unknown_role/)]);
});

test('a blueprint with nothing in it is told what it lacks', () => {
  expect(problemsOf('millwright: 1\nname: nothing\n')).toEqual(['missing_key :1']);
});
