import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Waits for the line that tells where the system listens. */
export async function listeningUrl(child: ChildProcess): Promise<string> {
  const output: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  if (child.stdout === null) throw new Error('The system has no output.');
  for await (const line of createInterface({ input: child.stdout })) {
    output.push(line);
    const entry = line.startsWith('{') ? (JSON.parse(line) as { event?: string; url?: string }) : {};
    if (entry.event === 'listening' && entry.url !== undefined) {
      child.stdout.resume();
      return entry.url;
    }
  }
  throw new Error(`The system did not start: ${output.join('\n')}`);
}
