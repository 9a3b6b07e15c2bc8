import { baseBody } from '../../acceptance/dataflow/candidate-bodies.ts';
import { longestWait } from '../../acceptance/dataflow/longest-wait.ts';
import { httpSources, readingSources, type ReadingSource } from '../../model/http-sources.ts';
import type { SystemModel } from '../../model/system.ts';
import { spaced } from '../../naming/letter-case.ts';
import { type CodeStep, type RenderedTest, renderScenarioTest } from './render-scenario.ts';
import { renderString, renderValue } from './render-value.ts';
import { stoppedClock } from './test-file.ts';

/** Sources take what is published on their topics, inside the test's process. */
export function topicTests(model: SystemModel): readonly RenderedTest[] {
  const published = readingSources(model).flatMap((source) => topicTest(source, model));
  return published.length === 0 || hasRequests(model) ? published : [...published, clockTest()];
}

/** Whether other tests send requests with bodies. */
function hasRequests(model: SystemModel): boolean {
  return model.operations.length > 0 || httpSources(model).length > 0;
}

/** What reads bodies has nothing else to read here. */
function clockTest(): RenderedTest {
  const step: CodeStep = {
    kind: 'code',
    lines: () => [
      "assertAnswer(await api.post('/test-clock', { advance: 'soon' }), 400, { code: 'invalid_input' });",
      "assertAnswer(await api.post('/test-clock', { advance: 'PT1H' }), 200);",
    ],
    expectations: ['assertAnswer'],
  };
  const title = 'the clock of tests moves by durations';
  return renderScenarioTest({ title, proves: [], steps: [step] }, { client: 'api', opening: stoppedClock });
}

function topicTest(source: ReadingSource, model: SystemModel): readonly RenderedTest[] {
  const { name, entrance } = source;
  const body = baseBody(source);
  if (entrance.kind !== 'topic' || body === undefined) return [];
  const bindings = model.bindings
    .filter(({ from }) => from.component === name)
    .map(({ from, to }) => `${from.component}.${from.port}->${to.component}.${to.port}`);
  const subject = entrance.subject.replaceAll(/[*>]/g, 'sample');
  const publish = (code: string) => `topicsAt('memory:').publish(${renderString(subject)}, ${code}, '')`;
  const step: CodeStep = {
    kind: 'code',
    lines: (names) => [
      `const message = JSON.stringify(${renderValue(body, names)});`,
      `await ${publish("'{'")};`,
      `await assertCarried(api, ${renderValue(bindings, names)}, async () => {`,
      `  await ${publish('message')};`,
      `  await api.post('/test-clock', { advance: '${longestWait(model)}' });`,
      '});',
    ],
    expectations: ['assertCarried'],
  };
  const title = `${spaced(name)} takes what is published on ${subject}, and nothing else`;
  return [renderScenarioTest({ title, proves: [], steps: [step] }, { client: 'api', opening: stoppedClock })];
}
