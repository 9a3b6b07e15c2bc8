import type { SourceFile } from '../../code/source-file.ts';
import { answerFile } from '../api/api-files.ts';
import { problemFile } from '../domain/refusal.ts';
import { webSocketFile } from './feed-files.ts';

export interface OpenSocketUse {
  /** Whether some feed lets clients choose. */
  readonly hasBoth: boolean;
  readonly hasCors: boolean;
}

/** What answers clients that ask for a WebSocket. */
export function renderOpenSocket({ hasBoth, hasCors }: OpenSocketUse, file: SourceFile): void {
  const upgrade = file.imports.value(webSocketFile, 'UpgradeResponse');
  const problem = file.imports.value(problemFile, 'Problem');
  const answer = file.imports.value(answerFile, 'problemAnswer');
  const sent = file.imports.value('@hono/node-server/utils/response', 'RESPONSE_ALREADY_SENT');
  file.imports.type('@hono/node-server', 'HttpBindings');
  file.add(`
/** Answers with a WebSocket, on which each event is a text of JSON: \`{ "id": 7, "event": …, "data": … }\`. */
export async function openSocket<Facts>(
  c: Context,
  open: OpenStream,
  accepts: (facts: Facts) => boolean,
  query: FeedQuery = readQuery(c, feedQuery),
): Promise<Response> {
  const { outgoing } = c.env as HttpBindings;
  if (!(outgoing instanceof ${upgrade})) {
    const problem = new ${problem}(426, 'upgrade_required', 'This feed is listened to over a WebSocket.');
    return ${answer}(problem, { Upgrade: 'websocket', Connection: 'Upgrade' });
  }
  expectKnownOrigin(c);
  const after = lastEvent(c, query);
  const stream = await open({ accepts: (facts) => accepts(facts as Facts), after, format: 'json' });
  outgoing.accept(stream);
  return ${sent};
}`);
  const known = [
    'origin === undefined',
    "URL.parse(origin)?.host === c.req.header('host')",
    ...(hasCors ? ["c.res.headers.has('access-control-allow-origin')"] : []),
  ].join(' || ');
  file.add(`
/** No browser asks before it opens a WebSocket for a page: that of another origin is refused${hasCors ? ' unless it may call the system' : ''}. */
function expectKnownOrigin(c: Context): void {
  const origin = c.req.header('origin');
  if (${known}) return;
  throw new ${problem}(403, 'origin_not_allowed', 'Pages of this origin may not listen.');
}`);
  if (!hasBoth) return;
  file.add(`
/** Answers with a WebSocket where the client asks for one, and with server-sent events otherwise. */
export function openAsAsked<Facts>(
  c: Context,
  open: OpenStream,
  accepts: (facts: Facts) => boolean,
  query: FeedQuery = readQuery(c, feedQuery),
): Promise<Response> {
  const { outgoing } = c.env as HttpBindings;
  return outgoing instanceof ${upgrade} ? openSocket(c, open, accepts, query) : openFeed(c, open, accepts, query);
}`);
}
