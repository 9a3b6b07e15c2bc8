import type { KeptEvent } from './event-feed.ts';

const encoder = new TextEncoder();

/** Opens a stream: a client that lost its connection comes back after a second. */
export const opening = encoder.encode('retry: 1000\n\n');

/** Keeps connections alive that would otherwise be silent. */
export const beat = encoder.encode(': \n\n');

/** An event in the format of server-sent events: its number as id, its name, its facts as JSON. */
export function eventChunk({ number, facts }: KeptEvent): Uint8Array {
  const { event, ...data } = facts as { readonly event: string };
  return encoder.encode(`id: ${number}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
