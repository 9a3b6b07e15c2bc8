import type { Expression } from '../expression/expression.ts';
import type { OperationAccess } from './access.ts';
import { liveFeeds } from './http-sources.ts';
import type { HttpBinding } from './operation.ts';
import type { SystemModel } from './system.ts';

/** A stream of events over HTTP, as server-sent events. */
export interface Feed {
  /** camelCase. */
  readonly name: string;
  readonly http: HttpBinding;
  /** Names of events. */
  readonly events: readonly string[];
  /** A condition on `event` and `path`. */
  readonly where?: Expression;
  readonly access?: OperationAccess;
}

/** Operations, feeds and components that clients listen to: what requests ask for and access is about. */
export function guardedParts({
  operations,
  feeds = [],
  components,
}: {
  readonly operations: readonly { readonly access?: OperationAccess }[];
  readonly feeds?: readonly Feed[];
  readonly components: SystemModel['components'];
}): readonly { readonly access?: OperationAccess }[] {
  return [...operations, ...feeds, ...liveFeeds({ components })];
}
