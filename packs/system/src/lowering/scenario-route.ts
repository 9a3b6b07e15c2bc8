import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { Feed, FeedProtocol } from '../model/feed.ts';
import type { Problems } from '../blueprint/problems.ts';
import type { HttpBinding, Operation } from '../model/operation.ts';
import { suggestName } from '../naming/nearest-name.ts';
import { httpMethods, pathTemplate } from './http-binding.ts';

/** What scenarios can ask and listen to. */
export interface ScenarioRoutes {
  /** What answers over HTTP. */
  readonly operations: readonly Pick<Operation, 'http'>[];
  readonly feeds: readonly Pick<Feed, 'http' | 'protocols'>[];
}

/** What lowering a step of a scenario needs to know. */
export interface ScenarioContext extends ScenarioRoutes {
  readonly problems: Problems;
  readonly prefix: string;
  /** Names that answers were saved under so far. */
  readonly saved: ReadonlySet<string>;
}

/** Method and full path of a request; a path that no operation answers is a problem, unless that is what is expected. */
export function lowerTarget(
  request: string,
  expected: readonly number[],
  path: DocumentPath,
  context: ScenarioContext,
): { readonly method: string; readonly target: string } {
  const match = /^([A-Z]+)\s+(\/\S*)$/.exec(request.trim());
  const [, method, written] = match ?? [];
  if (method === undefined || written === undefined) {
    context.problems.add({
      code: 'invalid_request',
      path,
      message: `Expected a method and a path, got \`${request}\`.`,
      suggestion: 'Write `POST /tasks`.',
    });
    return { method: 'GET', target: '/' };
  }
  const local = withoutPrefix(written, context.prefix);
  if (!expected.some((status) => status === 404 || status === 405)) reportRoute(method, local, path, context);
  return { method, target: isSystemPath(local) ? local : `${context.prefix}${local}` };
}

/** Paths may be written with the prefix or, as in operations, without. */
function withoutPrefix(target: string, prefix: string): string {
  const hasPrefix = prefix !== '' && `${target}/`.startsWith(`${prefix}/`);
  return hasPrefix ? target.slice(prefix.length) : target;
}

function isSystemPath(target: string): boolean {
  return systemPaths.includes(target.split('?')[0] ?? '');
}

const systemPaths = ['/health', '/ready', '/metrics', '/openapi.json', '/test-clock'];

function reportRoute(method: string, target: string, path: DocumentPath, context: ScenarioContext): void {
  const plainPath = target.split('?')[0] ?? '';
  if (method === 'GET' && isSystemPath(target)) return;
  const segments = plainPath.split('/').slice(1);
  if (context.operations.some(({ http }) => http.method === method && matches(http, segments))) return;
  const isFeed = context.feeds.some(({ http }) => http.method === method && matches(http, segments));
  const known = context.operations.map(({ http }) => `${http.method} ${pathTemplate(http.path)}`);
  context.problems.add({
    code: 'unknown_route',
    path,
    message: `No operation answers \`${method} ${plainPath}\`.`,
    suggestion: isFeed
      ? `It is a feed, which never ends: write \`feed: ${method} ${plainPath}\` and the events that must come.`
      : (httpMethods as readonly string[]).includes(method)
        ? suggestName(`${method} ${plainPath.replaceAll('${', '{')}`, known)
        : undefined,
  });
}

/** The ways to listen at this path, which one of the feeds answers. */
export function protocolsAt(target: string, { feeds, prefix }: ScenarioContext): readonly FeedProtocol[] {
  const segments = (withoutPrefix(target, prefix).split('?')[0] ?? '').split('/').slice(1);
  return feeds.find(({ http }) => matches(http, segments))?.protocols ?? ['sse'];
}

function matches(http: HttpBinding, segments: readonly string[]): boolean {
  if (http.path.length === 0) return segments.length === 1 && segments[0] === '';
  return (
    http.path.length === segments.length &&
    http.path.every((segment, index) => typeof segment !== 'string' || segment === segments[index])
  );
}
