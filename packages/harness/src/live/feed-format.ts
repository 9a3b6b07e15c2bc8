/** How a feed speaks to a client: as server-sent events, or with a text of JSON for each event. */
export type FeedFormat = 'event-stream' | 'json';

interface Encoding {
  /** What comes before the first event. */
  readonly opening?: Uint8Array;
  /** Keeps connections alive that would otherwise be silent. */
  readonly beat: Uint8Array;
  encode(event: EventFacts): Uint8Array;
}

interface EventFacts {
  readonly id: number;
  readonly event: string | undefined;
  readonly data: unknown;
}

export const HEARTBEAT_MS = 15_000;

const encoder = new TextEncoder();

export const formats: Readonly<Record<FeedFormat, Encoding>> = {
  'event-stream': {
    // A client that lost its connection comes back after a second.
    opening: encoder.encode('retry: 1000\n\n'),
    beat: encoder.encode(': \n\n'),
    encode: ({ id, event, data }) => {
      const name = event === undefined ? '' : `event: ${event}\n`;
      return encoder.encode(`id: ${id}\n${name}data: ${JSON.stringify(data)}\n\n`);
    },
  },
  json: {
    // An empty chunk is no text: whoever sends it on has a way of his own to ask whether the client is there.
    beat: new Uint8Array(),
    encode: (event) => encoder.encode(JSON.stringify(event)),
  },
};
