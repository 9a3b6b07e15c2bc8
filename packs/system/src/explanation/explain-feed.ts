import type { Feed, FeedProtocol } from '../model/feed.ts';
import { pathTemplate } from '../lowering/http-binding.ts';
import type { Topic } from './explanation.ts';
import { joinAnd } from './phrases.ts';

/** Where a feed is listened to, and which events it sends. */
export function explainFeed({ name, http, events, where, protocols }: Feed): Topic {
  return {
    title: name,
    label: `GET ${pathTemplate(http.path)}`,
    points: [
      { text: `${joinAnd(events)}, ${asListened(protocols)}` },
      ...(where === undefined ? [] : [{ text: `those for which ${where.source}` }]),
    ],
  };
}

/** `as server-sent events or over a WebSocket`. */
export function asListened(protocols: readonly FeedProtocol[]): string {
  return protocols.map((protocol) => ways[protocol]).join(' or ');
}

const ways = { sse: 'as server-sent events', websocket: 'over a WebSocket' } as const;
