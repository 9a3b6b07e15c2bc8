// A thousand listeners of one feed on one process: how long an event takes to reach each of them. `npm run bench -- live-feed`
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
  notes: { http: GET /notes-feed, of: [Note created] }
`;

const system = await startSystem(blueprint);
const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });
const sentAt = new Map<string, number>();
const delays: number[] = [];
let arrived = (): void => {};

function hear(answer: IncomingMessage): void {
  answer.setEncoding('utf8').on('data', (text: string) => {
    const now = performance.now();
    for (const [, name = ''] of text.matchAll(/"text":"([^"]+)"/g)) {
      delays.push(now - (sentAt.get(name) ?? now));
      if (delays.length % clients === 0) arrived();
    }
  });
}

async function listen(): Promise<IncomingMessage> {
  const request = get(`${system.url}/notes-feed`, { agent });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  hear(answer);
  return answer;
}

async function memoryMiB(): Promise<number> {
  const text = await (await fetch(`${system.url}/metrics`)).text();
  return Math.round(Number(/^process_resident_memory_bytes\S* (\S+)/m.exec(text)?.[1]) / 1024 / 1024);
}

const before = await memoryMiB();
const connecting = performance.now();
const answers: IncomingMessage[] = [];
while (answers.length < clients) {
  const batch = Math.min(100, clients - answers.length);
  answers.push(...(await Promise.all(Array.from({ length: batch }, listen))));
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
console.log(`${clients} listeners connected in ${connectedMs.toFixed(0)} ms`);
console.log(
  `${events} events, ${delays.length} arrivals, ${(delays.length / (sentMs / 1000)).toFixed(0)} a second`,
);
console.log(`from request to arrival: median ${at(0.5)}, 95 % ${at(0.95)}, longest ${at(1)}`);
console.log(`memory of the system: ${before} MiB before, ${after} MiB with all of them`);

for (const answer of answers) answer.destroy();
agent.destroy();
await system.stop();
