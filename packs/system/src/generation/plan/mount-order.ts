import type { HttpBinding, PathSegment } from '../../model/operation.ts';

/**
 * Routers in an order in which the first route that matches a request is the one meant for it: a router whose fixed path
 * (`/repairs/overdue`) another one would take for a parameter (`/repairs/{repair}`) comes before that other.
 */
export function mountOrder<Router extends { readonly bindings: readonly HttpBinding[] }>(
  routers: readonly Router[],
): readonly Router[] {
  const ordered: Router[] = [];
  let waiting = [...routers];
  while (waiting.length > 0) {
    const isNext = (router: Router) =>
      waiting.every((other) => other === router || !goesBefore(other, router));
    const next = waiting.find(isNext) ?? waiting[0];
    if (next === undefined) break;
    ordered.push(next);
    waiting = waiting.filter((router) => router !== next);
  }
  return ordered;
}

function goesBefore(
  a: { readonly bindings: readonly HttpBinding[] },
  b: { readonly bindings: readonly HttpBinding[] },
): boolean {
  return a.bindings.some((one) =>
    b.bindings.some((other) => one.method === other.method && isCaught(one.path, other.path)),
  );
}

/** Whether requests for the first path match the second, which is less specific. */
function isCaught(path: readonly PathSegment[], by: readonly PathSegment[]): boolean {
  const isMatch = by.every((segment, index) => typeof segment !== 'string' || segment === path[index]);
  const isMoreSpecific = by.some(
    (segment, index) => typeof segment !== 'string' && typeof path[index] === 'string',
  );
  return path.length === by.length && isMatch && isMoreSpecific;
}
