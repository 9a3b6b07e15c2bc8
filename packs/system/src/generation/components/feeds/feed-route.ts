import type { Listened } from '../../../model/feed.ts';
import { literal } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { entranceNeeds, entranceParameters, type Guarded, renderEntrance } from '../access/entrance.ts';
import { queryFile } from '../api/api-files.ts';
import type { QueryUsage } from '../api/query-files.ts';
import { renderQueryObject } from '../api/query-schema.ts';
import { routePath } from '../api/routes-file.ts';
import { feedCondition } from './feed-condition.ts';
import { feedHttpFile, listenersFile } from './feed-files.ts';
import { openingFunction } from './feed-http-file.ts';
import { listenerLines, listenersOf, readsRecord } from './listener-code.ts';

/** What a file of routes has to know about one of them. */
export interface FeedRoute {
  readonly feed: Listened;
  readonly guard: Guarded;
  /** The parameter of the condition: `event: DomainEvent`. */
  readonly subject: string;
  /** Conditions besides the one that is written. */
  readonly conditions: readonly string[];
}

interface RouteScope {
  readonly file: SourceFile;
  readonly system: SystemPlan;
  readonly query: QueryUsage;
}

/** The parameters of the function that makes these routes. */
export function feedParameters(routes: readonly FeedRoute[], { file, system }: RouteScope): string {
  const reads = routes.some(({ feed }) => readsRecord(feed, system));
  return [
    `open: ${file.imports.type(feedHttpFile, 'OpenStream')}`,
    ...entranceParameters(entranceNeeds(routes.map(({ guard }) => guard)), file),
    ...(reads ? [`run: ${file.imports.type(listenersFile, 'Run')}`] : []),
  ].join(', ');
}

/** `const roomEventsQuery = feedQuery.extend({ … });`; empty where a feed has no parameters of its own. */
export function renderFeedQuery({ feed }: FeedRoute, { file, query }: RouteScope): string {
  if (feed.query.length === 0) return '';
  const members = renderQueryObject(feed.query, { file, usage: query });
  return `const ${queryName(feed)} = ${file.imports.value(feedHttpFile, 'feedQuery')}.extend({\n${members}\n});`;
}

export function renderFeedRoute(route: FeedRoute, { file, system, query }: RouteScope): string {
  const { feed, guard } = route;
  const listeners = listenersOf(feed, system);
  const hasQuery = feed.query.length > 0;
  query.hasParameters = true;
  const opening = file.imports.value(feedHttpFile, openingFunction(feed.protocols));
  const given = ['c', 'open', acceptance(route, system, file), ...(hasQuery ? ['query'] : [])];
  const lines = [
    ...renderEntrance(guard, file).first,
    ...(hasQuery
      ? [`const query = ${file.imports.value(queryFile, 'readQuery')}(c, ${queryName(feed)});`]
      : []),
    ...listenerLines(listeners, file),
    `return ${opening}(${given.join(', ')});`,
  ];
  const path = literal(routePath(feed.http.path, system));
  return `  routes.get(${path}, async (c) => {\n${lines.map((line) => `    ${line}`).join('\n')}\n  });`;
}

function acceptance({ feed, subject, conditions }: FeedRoute, system: SystemPlan, file: SourceFile): string {
  const own = feed.where && feedCondition(feed.where.node, listenersOf(feed, system), file);
  if (own === undefined && conditions.length === 0) return '() => true';
  const first =
    conditions.length > 1 && own !== undefined ? [`(${conditions.join(' || ')})`] : [conditions.join(' || ')];
  const all = [...first.filter((one) => one !== ''), ...(own === undefined ? [] : [own])];
  return `(${subject}) => ${all.join(' && ')}`;
}

function queryName({ name }: Listened): string {
  return `${name}Query`;
}
