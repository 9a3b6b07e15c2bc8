import type { Problems } from '../../blueprint/problems.ts';
import { httpSources, liveFeeds } from '../../model/http-sources.ts';
import type { Feed } from '../../model/feed.ts';
import type { HttpBinding, Operation } from '../../model/operation.ts';
import type { Component } from '../../model/system.ts';
import { pathTemplate, routeKey } from '../http-binding.ts';

/** Where messages enter over HTTP. */
export function entrancesOf(components: readonly Component[]): readonly { readonly http: HttpBinding }[] {
  return httpSources({ components }).map(({ entrance }) => ({ http: entrance.http }));
}

/** Two things cannot answer the same request. */
export function reportEntrances(
  components: readonly Component[],
  others: { readonly operations: readonly Operation[]; readonly feeds: readonly Feed[] },
  problems: Problems,
): void {
  const owners = new Map<string, string>([
    ...others.operations.map(({ name, http }) => [routeKey(http), `the operation \`${name}\``] as const),
    ...others.feeds.map(({ name, http }) => [routeKey(http), `the feed \`${name}\``] as const),
  ]);
  const entrances = [
    ...httpSources({ components }).map(({ name, entrance: { http } }) => ({ name, http, what: 'source' })),
    ...liveFeeds({ components }).map(({ name, http }) => ({ name, http, what: 'live feed' })),
  ];
  for (const { name, http, what } of entrances) {
    const key = routeKey(http);
    const owner = owners.get(key);
    owners.set(key, `the ${what} \`${name}\``);
    if (owner === undefined) continue;
    const { method, path } = http;
    problems.add({
      code: 'path_taken',
      path: ['components', name, 'http'],
      message: `\`${method} ${pathTemplate(path)}\` is answered by ${owner} already.`,
      suggestion: 'Give one of them another path.',
    });
  }
}
