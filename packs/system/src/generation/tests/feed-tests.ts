import { sampleParameter } from '../../acceptance/dataflow/witnesses.ts';
import type { Feed } from '../../model/feed.ts';
import { gateMethod } from '../../model/gate-method.ts';
import { liveFeeds } from '../../model/http-sources.ts';
import type { SystemModel } from '../../model/system.ts';
import { spaced } from '../../naming/letter-case.ts';
import { type CodeStep, type RenderedTest, renderScenarioTest } from './render-scenario.ts';
import { ownApi } from './test-file.ts';

type Listened = Pick<Feed, 'name' | 'http' | 'access' | 'protocols'>;

/** Who may listen to a feed can, and others are told why they cannot. */
export function feedTests(model: SystemModel): readonly RenderedTest[] {
  return [...(model.feeds ?? []), ...liveFeeds(model)].map((feed) => feedTest(feed, model));
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
  const path = samplePath(feed, model);
  const overHttp = [
    `const answer = await api.open('${path}');`,
    'assertAnswer(answer, 200);',
    "assert.equal(answer.headers.get('content-type'), 'text/event-stream');",
    `assertAnswer(await api.get('${path}?lastEventId=first'), 400, { code: 'invalid_input' });`,
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
