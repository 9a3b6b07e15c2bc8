import type { HttpClient } from '../running/http-client.ts';

const messageLine = /^harness_messages_total\{(?:[^}]*,)?binding="([^"]+)"[^}]*\} (\d+(?:\.\d+)?)/gm;

/** Messages that each binding has carried so far, by its name in the metrics: `api.tasks->taskController.requests`. */
export async function readMessages(
  http: HttpClient,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, number>> {
  const { text } = await http.send({ method: 'GET', path: '/metrics' }, signal);
  return new Map([...text.matchAll(messageLine)].map(([, binding, count]) => [binding ?? '', Number(count)]));
}
