import { sampleParameter } from '../../acceptance/dataflow/witnesses.ts';
import { sampleValue } from '../../acceptance/samples/sample-value.ts';
import { allListened, type Listened } from '../../model/feed.ts';
import { gateMethod } from '../../model/gate-method.ts';
import type { SystemModel } from '../../model/system.ts';
import { spaced } from '../../naming/letter-case.ts';
import { type CodeStep, type RenderedTest, renderScenarioTest } from './render-scenario.ts';
import { ownApi } from './test-file.ts';

/** Who may listen to a feed can, and others are told why they cannot. */
export function feedTests(model: SystemModel): readonly RenderedTest[] {
  return allListened(model).map((feed) => feedTest(feed, model));
}

function feedTest(feed: Listened, model: SystemModel): RenderedTest {
  const { name, access } = feed;
  const isGuarded = gateMethod(access) !== undefined && access?.isOpen !== true;
  const lines = isGuarded ? refusal(feed, model) : listening(feed, model);
  const known = ['assertAnswer', 'assertOpens'];
  const expectations = known.filter((one) => lines.some((line) => line.includes(one)));
  const step: CodeStep = { kind: 'code', lines: () => lines, expectations };
  const title = `${spaced(name)} tells those who may listen`;
  return renderScenarioTest({ title, proves: [], steps: [step] }, { client: 'api', opening: ownApi });
}

function refusal(feed: Listened, model: SystemModel): readonly string[] {
  return [`assertAnswer(await api.get('${samplePath(feed, model)}'), 401, { code: 'unauthenticated' });`];
}

function listening(feed: Listened, model: SystemModel): readonly string[] {
  const query = new URLSearchParams(sampleQuery(feed));
  const path = `${samplePath(feed, model)}${query.size === 0 ? '' : `?${query}`}`;
  const wrongPath = `${path}${query.size === 0 ? '?' : '&'}lastEventId=first`;
  const overHttp = [
    `const answer = await api.open('${path}');`,
    'assertAnswer(answer, 200);',
    "assert.equal(answer.headers.get('content-type'), 'text/event-stream');",
    `assertAnswer(await api.get('${wrongPath}'), 400, { code: 'invalid_input' });`,
  ];
  const overSockets = [`await assertOpens(api, '${path}');`];
  const hasHttp = feed.protocols.includes('sse');
  return [
    ...(hasHttp ? overHttp : [`assertAnswer(await api.get('${path}'), 426, { code: 'upgrade_required' });`]),
    ...(feed.protocols.includes('websocket') ? overSockets : []),
  ];
}

function samplePath({ http }: Listened, model: SystemModel): string {
  const segments = http.path.map((segment) => (typeof segment === 'string' ? segment : sampleParameter));
  return `${model.http.prefix}/${segments.join('/')}`;
}

/** A value for each parameter that must be given. */
function sampleQuery({ name, query }: Listened): Record<string, string> {
  const context = { owner: name, n: 1, reference: () => '6f0c5b1e-7c55-4c50-9a3e-0d3f9a1b2c4d' };
  const required = query.filter(({ isOptional, defaultValue }) => !isOptional && defaultValue === undefined);
  return Object.fromEntries(
    required.map((field) => {
      const value = sampleValue(field, context) ?? '';
      return [field.name, typeof value === 'string' ? value : JSON.stringify(value)];
    }),
  );
}
