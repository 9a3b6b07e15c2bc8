import type { LiveFeedComponent } from '../../../model/dataflow.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { LivePortPlan } from '../../plan/dataflow-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import type { QueryUsage } from '../api/query-files.ts';
import { feedParameters, renderFeedQuery, renderFeedRoute } from '../feeds/feed-route.ts';
import { addClass } from './component-class.ts';
import { ComponentScope } from './component-scope.ts';
import { messageTypeText, portType } from './message-code.ts';

/** `src/components/<name>-live-feed.ts`. */
export function renderLiveFeedFile(
  component: LiveFeedComponent,
  system: SystemPlan,
  usage: StorageUsage,
): SourceFile {
  const { of, event, keep } = component;
  const scope = new ComponentScope(component, system, usage);
  const { file } = scope;
  addClass(
    component,
    {
      doc: `Sends each ${of.name} to the clients that listen.`,
      base: 'LiveFeed',
      typeArguments: [messageTypeText(of, file)],
      options: [
        `type: ${portType(of)}`,
        ...(event === undefined ? [] : [`event: ${literal(event)}`]),
        `keep: ${keep}`,
      ],
      methods: [],
    },
    scope,
  );
  return file;
}

/** `src/components/routes/<name>-live-routes.ts`. */
export function renderLiveRoutesFile(
  { feed, routesFile, routesFunction, guard }: LivePortPlan,
  system: SystemPlan,
  query: QueryUsage,
): SourceFile {
  const file = new SourceFile(routesFile);
  file.imports.value('hono', 'Hono');
  const scope = { file, system, query };
  const subject = feed.where === undefined ? '' : `message: ${messageTypeText(feed.of, file)}`;
  const route = { feed, guard, subject, conditions: [] };
  return file.add(renderFeedQuery(route, scope)).add(`
export function ${routesFunction}(${feedParameters([route], scope)}): Hono {
  const routes = new Hono();

${renderFeedRoute(route, scope)}

  return routes;
}`);
}
