import type { Feed } from '../model/feed.ts';
import { pathTemplate } from '../lowering/http-binding.ts';
import type { Topic } from './explanation.ts';
import { joinAnd } from './phrases.ts';

/** Where a feed is listened to, and which events it sends. */
export function explainFeed({ name, http, events, where }: Feed): Topic {
  return {
    title: name,
    label: `GET ${pathTemplate(http.path)}`,
    points: [
      { text: `server-sent events: ${joinAnd(events)}` },
      ...(where === undefined ? [] : [{ text: `those for which ${where.source}` }]),
    ],
  };
}
