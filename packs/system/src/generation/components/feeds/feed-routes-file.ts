import type { Feed } from '../../../model/feed.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { OperationPlan } from '../../plan/operation-plan.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import type { QueryUsage } from '../api/query-files.ts';
import { detachedPlan } from '../flows/detached-plan.ts';
import { eventsFile } from '../store/events-file.ts';
import { feedRoutesFile } from './feed-files.ts';
import { feedParameters, renderFeedQuery, renderFeedRoute } from './feed-route.ts';

/** The plans of operations that let the same requests in as the feeds do. */
export function feedEntrances(system: SystemPlan): readonly OperationPlan[] {
  return (system.model.feeds ?? []).map((feed) => feedEntrance(feed, system));
}

function feedEntrance({ name, access }: Feed, system: SystemPlan): OperationPlan {
  const plan = detachedPlan(name, system);
  return access === undefined ? plan : { ...plan, operation: { ...plan.operation, access } };
}

/** `src/components/routes/feed-routes.ts`. */
export function renderFeedRoutesFile(system: SystemPlan, query: QueryUsage): SourceFile | undefined {
  const { feeds = [] } = system.model;
  if (feeds.length === 0) return undefined;
  const file = new SourceFile(feedRoutesFile);
  file.imports.value('hono', 'Hono');
  const scope = { file, system, query };
  const subject = `event: ${file.imports.type(eventsFile, 'DomainEvent')}`;
  const routes = feeds.map((feed) => {
    const guard = feedEntrance(feed, system);
    const conditions = feed.events.map((name) => `event.event === ${literal(name)}`);
    return { feed, guard, subject, conditions };
  });
  for (const route of routes) file.add(renderFeedQuery(route, scope));
  return file.add(`
/** Streams of events. */
export function feedRoutes(${feedParameters(routes, scope)}): Hono {
  const routes = new Hono();

${routes.map((route) => renderFeedRoute(route, scope)).join('\n\n')}

  return routes;
}`);
}
