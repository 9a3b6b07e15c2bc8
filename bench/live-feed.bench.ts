// A thousand listeners of one feed on one process, by server-sent events and by WebSockets: how long an event takes to reach each of them.
// `npm run bench -- live-feed`
import { Agent, get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { startSystem } from '../packs/system/src/generation/testing/running-system.ts';

const clients = Number(process.argv[2] ?? 1_000);
const events = Number(process.argv[3] ?? 50);

const blueprint = `millwright: 1
name: board
storage: sqlite
entities:
  Note: { fields: { text: text 1..80 } }
feeds:
  notes: { http: GET /notes-feed, of: [Note created], protocol: [sse, websocket] }
`;

/** Hears of each note by its text; resolves once it listens. */
type Listen = (url: string, hear: (text: string) => void) => Promise<() => void>;

const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });

async function listenByEvents(url: string, hear: (text: string) => void): Promise<() => void> {
  const [answer] = (await once(get(url, { agent }), 'response')) as [IncomingMessage];
  answer.setEncoding('utf8').on('data', hear);
  return () => answer.destroy();
}

async function listenBySocket(url: string, hear: (text: string) => void): Promise<() => void> {
  const socket = new WebSocket(url);
  socket.addEventListener('message', ({ data }) => hear(String(data)));
  await once(socket, 'open');
  return () => socket.close();
}

async function measure(name: string, listen: Listen): Promise<void> {
  const system = await startSystem(blueprint);
  const sentAt = new Map<string, number>();
  const delays: number[] = [];
  let arrived = (): void => {};
  const hear = (text: string): void => {
    const now = performance.now();
    for (const [, note = ''] of text.matchAll(/"text":"([^"]+)"/g)) {
      delays.push(now - (sentAt.get(note) ?? now));
      if (delays.length % clients === 0) arrived();
    }
  };
  const memoryMiB = async (): Promise<number> => {
    const text = await (await fetch(`${system.url}/metrics`)).text();
    return Math.round(Number(/^process_resident_memory_bytes\S* (\S+)/m.exec(text)?.[1]) / 1024 / 1024);
  };

  const before = await memoryMiB();
  const connecting = performance.now();
  const listeners: (() => void)[] = [];
  while (listeners.length < clients) {
    const batch = Array.from({ length: Math.min(100, clients - listeners.length) });
    listeners.push(...(await Promise.all(batch.map(() => listen(`${system.url}/notes-feed`, hear)))));
  }
  const connectedMs = performance.now() - connecting;

  const sending = performance.now();
  for (let event = 0; event < events; event += 1) {
    const allHaveIt = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    sentAt.set(`note ${event}`, performance.now());
    await system.send('POST', '/notes', { text: `note ${event}` });
    await allHaveIt;
  }
  const sentMs = performance.now() - sending;
  const after = await memoryMiB();

  delays.sort((a, b) => a - b);
  const at = (share: number): string =>
    `${(delays[Math.floor(share * (delays.length - 1))] ?? 0).toFixed(1)} ms`;
  console.log(`${name}: ${clients} listeners connected in ${connectedMs.toFixed(0)} ms`);
  console.log(
    `${events} events, ${delays.length} arrivals, ${(delays.length / (sentMs / 1000)).toFixed(0)} a second`,
  );
  console.log(`from request to arrival: median ${at(0.5)}, 95 % ${at(0.95)}, longest ${at(1)}`);
  console.log(`memory of the system: ${before} MiB before, ${after} MiB with all of them\n`);

  for (const leave of listeners) leave();
  await system.stop();
}

await measure('server-sent events', listenByEvents);
await measure('WebSockets', listenBySocket);
agent.destroy();
