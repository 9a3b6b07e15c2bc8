import { SourceFile } from '../../code/source-file.ts';
import { problemFile } from '../domain/refusal.ts';
import { feedHttpFile } from './feed-files.ts';

/** `src/http/feed.ts`. */
export function renderFeedHttpFile(): SourceFile {
  const file = new SourceFile(feedHttpFile);
  file.imports.type('@millwright/harness', 'Subscribe');
  file.imports.type('hono', 'Context');
  file.imports.value(problemFile, 'Problem');
  return file
    .add(`
/** Asks for a stream of what is accepted. */
export type OpenStream = (
  wish: Pick<Subscribe, 'accepts' | 'after'>,
) => Promise<ReadableStream<Uint8Array>>;`)
    .add(`
const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'X-Accel-Buffering': 'no',
};`)
    .add(`
/** Answers with server-sent events: first what came after the last one that the client has seen, then each as it comes. */
export async function openFeed<Facts>(
  c: Context,
  open: OpenStream,
  accepts: (facts: Facts) => boolean,
): Promise<Response> {
  const after = lastEventId(c);
  const stream = await open({ accepts: (facts) => accepts(facts as Facts), after });
  return new Response(stream, { headers: HEADERS });
}`)
    .add(`
/** The header as browsers send it when they come back, or the query parameter of those that cannot. */
function lastEventId(c: Context): number | undefined {
  const text = c.req.header('last-event-id') ?? c.req.query('lastEventId') ?? '';
  if (text === '') return undefined;
  if (/^\\d{1,15}$/.test(text)) return Number(text);
  throw new Problem(400, 'invalid_input', 'The id of the last event is not one.');
}`);
}
