import { longestWait } from '../../acceptance/dataflow/longest-wait.ts';
import { scheduledBindings } from '../../acceptance/dataflow/scheduled-bindings.ts';
import { findTour, tourRequests } from '../../acceptance/dataflow/witnesses.ts';
import { acceptScenario } from '../../acceptance/scenarios/component-scenarios.ts';
import { startDerivation } from '../../acceptance/scenarios/derivation.ts';
import { baseBody } from '../../acceptance/dataflow/candidate-bodies.ts';
import { dataflowOf, httpSources } from '../../model/http-sources.ts';
import type { SystemModel } from '../../model/system.ts';
import { derivable } from './derivable.ts';
import type { CodeStep, RenderedTest } from './render-scenario.ts';
import { renderScenarioTest } from './render-scenario.ts';
import { renderValue } from './render-value.ts';
import { topicTests } from './topic-tests.ts';
import { ownApi, stoppedClock } from './test-file.ts';

/** Sources take what they should, and messages take every way through the system, inside the test's process. */
export function messageTests(model: SystemModel): readonly RenderedTest[] {
  if (dataflowOf(model).length === 0) return [];
  const accepted = httpSources(model)
    .filter((source) => baseBody(source) !== undefined)
    .flatMap((source) => derivable(() => [acceptScenario(startDerivation(model), source)]))
    .map((scenario) => renderScenarioTest({ ...scenario, proves: [] }, { client: 'api', opening: ownApi }));
  return [...accepted, ...topicTests(model), ...derivable(() => tourTest(model))];
}

function tourTest(model: SystemModel): readonly RenderedTest[] {
  const tour = findTour(model, { canWait: true });
  const bindings = [...new Set([...tour.carried, ...scheduledBindings(model)])].toSorted();
  if (bindings.length === 0) return [];
  const check: CodeStep = {
    kind: 'code',
    lines: (names) => [
      `await assertCarried(api, ${renderValue(bindings, names)}, () =>`,
      `  api.post('/test-clock', { advance: '${longestWait(model)}' }),`,
      ');',
    ],
    expectations: ['assertCarried'],
  };
  const title = 'messages take every way that they should, given time';
  return [
    renderScenarioTest(
      { title, proves: [], steps: [...tourRequests(startDerivation(model).draft(), tour), check] },
      { client: 'api', opening: stoppedClock },
    ),
  ];
}
