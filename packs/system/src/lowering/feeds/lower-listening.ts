import type { DocumentPath } from '../../blueprint/diagnostic.ts';
import type { ScenarioDocument } from '../../blueprint/document.ts';
import type { HeardEvent, ScenarioStep } from '../../model/scenario.ts';
import { reportSavedNames } from '../saved-names.ts';
import { lowerTarget, protocolsAt, type ScenarioContext } from '../scenario-route.ts';

type ListeningDocument = Extract<ScenarioDocument['steps'][number], { feed: string }>;

/** A step that listens to a feed. */
export function lowerListening(
  step: ListeningDocument,
  path: DocumentPath,
  context: ScenarioContext,
): ScenarioStep {
  for (const key of ['feed', 'headers', 'expect'] as const) {
    reportSavedNames(step[key], [...path, key], context);
  }
  const ofFeeds = { ...context, operations: context.feeds };
  const { target } = lowerTarget(step.feed, [], [...path, 'feed'], ofFeeds);
  return {
    kind: 'listen',
    protocols: protocolsAt(target, context),
    path: target,
    ...(step.headers === undefined ? {} : { headers: step.headers }),
    expect: step.expect as readonly HeardEvent[],
  };
}
