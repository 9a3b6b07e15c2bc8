import { allListened, type FeedProtocol } from '../../../model/feed.ts';
import type { SystemModel } from '../../../model/system.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import { checkFile, queryFile } from '../api/api-files.ts';
import { feedHttpFile } from './feed-files.ts';
import { renderOpenSocket } from './open-socket.ts';

/** `src/http/feed.ts`; undefined where nobody listens. */
export function renderFeedHttpFile(model: SystemModel): SourceFile | undefined {
  const offers = allListened(model).map(({ protocols }) => protocols);
  if (offers.length === 0) return undefined;
  const protocols = new Set(offers.flat());
  const file = new SourceFile(feedHttpFile);
  file.imports.type('@millwright/harness', 'Subscribe');
  file.imports.type('hono', 'Context');
  file.imports.value('zod', 'z');
  file.imports.value(checkFile, 'check');
  file.imports.value(queryFile, 'readQuery');
  const wish = protocols.has('websocket') ? ['accepts', 'after', 'format'] : ['accepts', 'after'];
  file.add(`
/** Asks for a stream of what is accepted. */
export type OpenStream = (
  wish: Pick<Subscribe, ${wish.map(literal).join(' | ')}>,
) => Promise<ReadableStream<Uint8Array>>;`);
  file.add(QUERY);
  if (protocols.has('sse')) file.add(HEADERS).add(OPEN_FEED);
  if (protocols.has('websocket')) {
    const hasBoth = offers.some((offer) => offer.length > 1);
    renderOpenSocket({ hasBoth, hasCors: model.http.cors !== undefined }, file);
  }
  return file.add(LAST_EVENT);
}

const HEADERS = `
const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Accel-Buffering': 'no',
};`;

const OPEN_FEED = `
/** Answers with server-sent events: first what came after the last one that the client has seen, then each as it comes. */
export async function openFeed<Facts>(
  c: Context,
  open: OpenStream,
  accepts: (facts: Facts) => boolean,
  query: FeedQuery = readQuery(c, feedQuery),
): Promise<Response> {
  const after = lastEvent(c, query);
  const stream = await open({ accepts: (facts) => accepts(facts as Facts), after });
  return new Response(stream, { headers: HEADERS });
}`;

const QUERY = `
const eventId = z.string().regex(/^\\d{1,15}$/, 'Expected the id of an event');

/** What clients may ask of every feed. */
export const feedQuery = z.strictObject({ lastEventId: eventId.optional() });

type FeedQuery = z.output<typeof feedQuery>;`;

const LAST_EVENT = `
/** The header as browsers send it when they come back, or the query parameter of those that cannot. */
function lastEvent(c: Context, { lastEventId }: FeedQuery): number | undefined {
  const id = c.req.header('last-event-id');
  if (id !== undefined) return Number(check(eventId, id));
  return lastEventId === undefined ? undefined : Number(lastEventId);
}`;

/** The function that answers a client which listens by these protocols. */
export function openingFunction(protocols: readonly FeedProtocol[]): string {
  if (protocols.length > 1) return 'openAsAsked';
  return protocols[0] === 'websocket' ? 'openSocket' : 'openFeed';
}
