import type { Scenario, ScenarioStep } from '../model/scenario.ts';
import type { SystemModel } from '../model/system.ts';

/** The collection that the last request speaks to, or `system`: scenarios of one subject share a file and may share a system. */
export function subjectOf(scenario: Scenario, model: SystemModel): string {
  const paths = scenario.steps.map(pathOfStep);
  if (paths.includes(undefined)) return 'system';
  const path = paths.at(-1) ?? '';
  const [segment] = path.slice(model.http.prefix.length + 1).split(/[/?]/);
  const entity = model.entities.find((one) => one.collection === segment);
  return entity?.collection ?? 'system';
}

function pathOfStep(step: ScenarioStep): string | undefined {
  if (step.kind === 'parallel') return step.requests[0]?.path;
  return step.kind === 'request' ? step.path : undefined;
}
