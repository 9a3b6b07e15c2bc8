import type { LiveFeedComponent } from '../../../model/dataflow.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { LivePortPlan } from '../../plan/dataflow-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { entranceNeeds, entranceParameters, renderEntrance } from '../access/entrance.ts';
import { routePath } from '../api/routes-file.ts';
import { feedHttpFile } from '../feeds/feed-files.ts';
import { openingFunction } from '../feeds/feed-http-file.ts';
import { feedCondition } from '../feeds/feed-condition.ts';
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
export function renderLiveRoutesFile(port: LivePortPlan, system: SystemPlan): SourceFile {
  const { feed, routesFile, routesFunction, guard } = port;
  const file = new SourceFile(routesFile);
  file.imports.value('hono', 'Hono');
  file.imports.type(feedHttpFile, 'OpenStream');
  const parameters = ['open: OpenStream', ...entranceParameters(entranceNeeds([guard]), file)].join(', ');
  const query = feed.query.map((name) => `${name}: c.req.query(${literal(name)}) ?? null`).join(', ');
  const accepts =
    feed.where === undefined
      ? '() => true'
      : `(message: ${messageTypeText(feed.of, file)}) => ${feedCondition(feed.where.node, file)}`;
  const lines = [
    ...renderEntrance(guard, file).first,
    ...(query === '' ? [] : [`const query = { ${query} };`]),
    `return ${file.imports.value(feedHttpFile, openingFunction(feed.protocols))}(c, open, ${accepts});`,
  ];
  return file.add(`
export function ${routesFunction}(${parameters}): Hono {
  const routes = new Hono();

  routes.get(${literal(routePath(feed.http.path, system))}, async (c) => {
${lines.map((line) => `    ${line}`).join('\n')}
  });

  return routes;
}`);
}
