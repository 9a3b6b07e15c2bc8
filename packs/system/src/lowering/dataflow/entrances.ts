import type { Problems } from '../../blueprint/problems.ts';
import { httpSources } from '../../model/http-sources.ts';
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
  operations: readonly Operation[],
  problems: Problems,
): void {
  const owners = new Map(operations.map(({ name, http }) => [routeKey(http), `the operation \`${name}\``]));
  for (const { name, entrance } of httpSources({ components })) {
    const key = routeKey(entrance.http);
    const owner = owners.get(key);
    owners.set(key, `the source \`${name}\``);
    if (owner === undefined) continue;
    const { method, path } = entrance.http;
    problems.add({
      code: 'path_taken',
      path: ['components', name, 'http'],
      message: `\`${method} ${pathTemplate(path)}\` is answered by ${owner} already.`,
      suggestion: 'Give one of them another path.',
    });
  }
}
