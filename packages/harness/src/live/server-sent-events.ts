const encoder = new TextEncoder();

/** Opens a stream: a client that lost its connection comes back after a second. */
export const opening = encoder.encode('retry: 1000\n\n');

/** Keeps connections alive that would otherwise be silent. */
export const beat = encoder.encode(': \n\n');

export const HEARTBEAT_MS = 15_000;

/** An event in the format of server-sent events: its number as id, its name if it has one, its facts as JSON. */
export function eventChunk(number: number, event: string | undefined, data: unknown): Uint8Array {
  const name = event === undefined ? '' : `event: ${event}\n`;
  return encoder.encode(`id: ${number}\n${name}data: ${JSON.stringify(data)}\n\n`);
}
