import type { Expression } from '../expression/expression.ts';
import type { OperationAccess } from './access.ts';
import { liveFeeds } from './http-sources.ts';
import type { HttpBinding } from './operation.ts';
import type { SystemModel } from './system.ts';

/** How clients listen: to server-sent events, to the messages of a WebSocket, or as they like. */
export type FeedProtocol = 'sse' | 'websocket';

/** A stream of events over HTTP. */
export interface Feed {
  /** camelCase. */
  readonly name: string;
  readonly http: HttpBinding;
  /** Names of events. */
  readonly events: readonly string[];
  /** A condition on `event` and `path`. */
  readonly where?: Expression;
  /** One or both. */
  readonly protocols: readonly FeedProtocol[];
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

/** The ways to listen to each feed and to each component that clients listen to. */
export function feedProtocols({
  feeds = [],
  components,
}: Pick<SystemModel, 'feeds' | 'components'>): readonly (readonly FeedProtocol[])[] {
  return [...feeds, ...liveFeeds({ components })].map(({ protocols }) => protocols);
}

export function hasWebSockets(model: Pick<SystemModel, 'feeds' | 'components'>): boolean {
  return feedProtocols(model).some((protocols) => protocols.includes('websocket'));
}
