import type { SystemModel } from '../../model/system.ts';

/** Whether scenarios listen to feeds. */
export function listens({ scenarios }: SystemModel): boolean {
  return scenarios.some(({ steps }) => steps.some(({ kind }) => kind === 'listen'));
}

/** The client of tests, which tells where its system is. */
export function withUrl(client: string): string {
  return client.replace(
    '  get(path: string)',
    `  get url(): string {
    return this.#baseUrl;
  }

  get(path: string)`,
  );
}

/** `test/support/listening.ts`: hears what feeds tell. */
export const listeningFile = `import assert from 'node:assert/strict';
import type { ApiClient } from './api-client.ts';
import { assertContains } from './expectations.ts';

const LONGEST_WAY_MS = 5_000;

/** From its first event on, the feed tells these one after the other, others between them or not. */
export async function assertHeard(
  client: ApiClient,
  path: string,
  expected: readonly unknown[],
  headers: Record<string, string> = {},
): Promise<void> {
  const signal = AbortSignal.timeout(LONGEST_WAY_MS);
  const heard: unknown[] = [];
  let found = 0;
  try {
    const response = await fetch(client.url + path, { headers: { ...headers, 'last-event-id': '0' }, signal });
    assert.equal(response.status, 200);
    for await (const event of eventsOf(response)) {
      heard.push(event);
      if (isLike(event, expected[found])) found += 1;
      if (found === expected.length) return;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  assert.fail(\`expected \${JSON.stringify(expected[found])}, heard \${JSON.stringify(heard)}\`);
}

function isLike(event: unknown, expected: unknown): boolean {
  try {
    assertContains(event, expected);
    return true;
  } catch {
    return false;
  }
}

/** Server-sent events as they come: their name and their data. */
async function* eventsOf(response: Response): AsyncGenerator<unknown> {
  let text = '';
  for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part;
    const blocks = text.split('\\n\\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, event] = /^event: (.*)$/m.exec(block) ?? [];
      const [, data] = /^data: (.*)$/m.exec(block) ?? [];
      if (data !== undefined) yield { event, data: JSON.parse(data) };
    }
  }
}
`;
