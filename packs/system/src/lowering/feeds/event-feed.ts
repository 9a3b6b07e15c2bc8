import type { Feed } from '../../model/feed.ts';
import type { Binding, ServingComponent } from '../../model/system.ts';

/** The component that sends events to clients. It has no choices, so nobody writes it. */
export function eventFeed(feeds: readonly Feed[], others: readonly ServingComponent[]): ServingComponent[] {
  if (feeds.length === 0) return [];
  const isTaken = others.some(({ name }) => name === 'feeds');
  return [{ kind: 'EventFeed', name: isTaken ? 'eventFeed' : 'feeds', feeds: feeds.map(({ name }) => name) }];
}

/** The endpoint asks it for streams; it reads the store, and asks it when there is something new. */
export function feedBindings(components: readonly ServingComponent[]): Binding[] {
  const store = components.find(({ kind }) => kind === 'Store')?.name;
  const api = components.find(({ kind }) => kind === 'ApiEndpoint')?.name;
  const feed = components.find(({ kind }) => kind === 'EventFeed')?.name;
  if (store === undefined || api === undefined || feed === undefined) return [];
  return [
    { from: { component: api, port: 'feeds' }, to: { component: feed, port: 'subscriptions' } },
    { from: { component: feed, port: 'store' }, to: { component: store, port: 'transactions' } },
    { from: { component: feed, port: 'changes' }, to: { component: store, port: 'changes' } },
  ];
}
