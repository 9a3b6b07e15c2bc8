import type { Expression } from '../expression/expression.ts';
import type { OperationAccess } from './access.ts';
import { httpSources, liveFeeds } from './http-sources.ts';
import type { Field } from './field.ts';
import type { HttpBinding } from './operation.ts';
import type { SystemModel } from './system.ts';

/** How clients listen: to server-sent events, to the messages of a WebSocket, or as they like. */
export type FeedProtocol = 'sse' | 'websocket';

/** Something that clients listen to over HTTP. */
export interface Listened {
  /** camelCase. */
  readonly name: string;
  readonly http: HttpBinding;
  /** Parameters that clients give. */
  readonly query: readonly Field[];
  /** Which of it a client gets: a condition on `event` or `message`, `path`, `query`, and who listens. */
  readonly where?: Expression;
  /** One or both. */
  readonly protocols: readonly FeedProtocol[];
  readonly access?: OperationAccess;
}

/** A stream of events. */
export interface Feed extends Listened {
  /** Names of events. */
  readonly events: readonly string[];
}

/** Operations, feeds, and components that clients send to or listen to: what requests ask for and access is about. */
export function guardedParts({
  operations,
  feeds = [],
  components,
}: {
  readonly operations: readonly { readonly access?: OperationAccess }[];
  readonly feeds?: readonly Feed[];
  readonly components: SystemModel['components'];
}): readonly { readonly access?: OperationAccess }[] {
  const entrances = httpSources({ components }).map(({ entrance }) => entrance);
  return [...operations, ...feeds, ...liveFeeds({ components }), ...entrances];
}

/** The feeds, and the components that clients listen to. */
export function allListened({
  feeds = [],
  components,
}: Pick<SystemModel, 'feeds' | 'components'>): readonly Listened[] {
  return [...feeds, ...liveFeeds({ components })];
}

export function hasWebSockets(model: Pick<SystemModel, 'feeds' | 'components'>): boolean {
  return allListened(model).some(({ protocols }) => protocols.includes('websocket'));
}
