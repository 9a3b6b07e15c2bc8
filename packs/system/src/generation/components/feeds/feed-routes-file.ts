import { compileExpression } from '../../../expression/compile-expression.ts';
import type { ExpressionNode } from '../../../expression/expression.ts';
import { fieldPath, mapChildren } from '../../../expression/expression-walk.ts';
import { atLeast, precedences } from '../../../expression/precedence.ts';
import type { Feed } from '../../../model/feed.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { OperationPlan } from '../../plan/operation-plan.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { entranceNeeds, entranceParameters, renderEntrance } from '../access/entrance.ts';
import { routePath } from '../api/routes-file.ts';
import { fileOfHelper } from '../domain/calendar-file.ts';
import { detachedPlan } from '../flows/detached-plan.ts';
import { feedHttpFile, feedRoutesFile } from './feed-files.ts';

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
  file.imports.value(feedHttpFile, 'openFeed');
  file.imports.type(feedHttpFile, 'OpenStream');
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
    feed.where === undefined ? names.join(' || ') : `${isOne} && ${conditionCode(feed.where.node, file)}`;
  const lines = [
    ...(plan === undefined ? [] : renderEntrance(plan, file).first),
    `return openFeed(c, open, (event) => ${condition});`,
  ];
  const path = literal(routePath(feed.http.path, system));
  return `  routes.get(${path}, async (c) => {\n${lines.map((line) => `    ${line}`).join('\n')}\n  });`;
}

function conditionCode(node: ExpressionNode, file: SourceFile): string {
  const variables: Record<string, string> = {};
  const renamed = (part: ExpressionNode): ExpressionNode => {
    const [variable, field] = fieldPath(part) ?? [];
    if (variable !== 'path' || field === undefined) return mapChildren(part, renamed);
    variables[`path.${field}`] = `c.req.param(${literal(field)})`;
    return { kind: 'variable', name: `path.${field}`, type: part.type };
  };
  const changed = renamed(node);
  const compiled = compileExpression(
    { source: '', node: changed, type: changed.type },
    { variables, isInClosure: true },
  );
  for (const helper of compiled.helpers) file.imports.value(fileOfHelper(helper), helper);
  for (const { module, name } of compiled.imports) file.imports.value(module, name);
  return atLeast(compiled, precedences.and);
}
