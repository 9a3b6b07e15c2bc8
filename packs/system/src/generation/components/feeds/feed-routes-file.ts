import type { Feed } from '../../../model/feed.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { OperationPlan } from '../../plan/operation-plan.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { entranceNeeds, entranceParameters, renderEntrance } from '../access/entrance.ts';
import { routePath } from '../api/routes-file.ts';
import { detachedPlan } from '../flows/detached-plan.ts';
import { eventsFile } from '../store/events-file.ts';
import { feedCondition } from './feed-condition.ts';
import { feedHttpFile, feedRoutesFile } from './feed-files.ts';
import { openingFunction } from './feed-http-file.ts';

/** The plans of operations that let the same requests in as the feeds do. */
export function feedEntrances(system: SystemPlan): readonly OperationPlan[] {
  return (system.model.feeds ?? []).map(({ name, access }) => {
    const plan = detachedPlan(name, system);
    return access === undefined ? plan : { ...plan, operation: { ...plan.operation, access } };
  });
}

/** `src/components/routes/feed-routes.ts`. */
export function renderFeedRoutesFile(system: SystemPlan): SourceFile | undefined {
  const { feeds = [] } = system.model;
  if (feeds.length === 0) return undefined;
  const file = new SourceFile(feedRoutesFile);
  file.imports.value('hono', 'Hono');
  file.imports.type(feedHttpFile, 'OpenStream');
  file.imports.type(eventsFile, 'DomainEvent');
  const plans = feedEntrances(system);
  const parameters = ['open: OpenStream', ...entranceParameters(entranceNeeds(plans), file)].join(', ');
  const routes = feeds.map((feed, index) => renderRoute(feed, plans[index], system, file));
  return file.add(`
/** Streams of events. */
export function feedRoutes(${parameters}): Hono {
  const routes = new Hono();

${routes.join('\n\n')}

  return routes;
}`);
}

function renderRoute(
  feed: Feed,
  plan: OperationPlan | undefined,
  system: SystemPlan,
  file: SourceFile,
): string {
  const names = feed.events.map((name) => `event.event === ${literal(name)}`);
  const isOne = names.length === 1 ? names[0] : `(${names.join(' || ')})`;
  const condition =
    feed.where === undefined ? names.join(' || ') : `${isOne} && ${feedCondition(feed.where.node, file)}`;
  const lines = [
    ...(plan === undefined ? [] : renderEntrance(plan, file).first),
    `return ${file.imports.value(feedHttpFile, openingFunction(feed.protocols))}(c, open, (event: DomainEvent) => ${condition});`,
  ];
  const path = literal(routePath(feed.http.path, system));
  return `  routes.get(${path}, async (c) => {\n${lines.map((line) => `    ${line}`).join('\n')}\n  });`;
}
