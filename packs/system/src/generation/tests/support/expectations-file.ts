import type { SystemModel } from '../../../model/system.ts';

/** `test/support/expectations.ts`: what tests demand of answers. */
export function expectationsFile({ operations }: SystemModel): string {
  // Where lists stand in an envelope, their items are the one list in it.
  const isEnveloped = operations.some(
    ({ answer, steps }) =>
      answer.body.kind === 'object' && steps.some((step) => step.kind === 'list' && step.isWhole !== true),
  );
  return [demands, isEnveloped ? envelopedItems : plainItems, comparison].join('\n\n');
}

const plainItems = `function itemsOf(list: unknown): readonly unknown[] {
  assert.ok(Array.isArray(list), \`expected a list, got \${JSON.stringify(list)}\`);
  return list;
}`;

const envelopedItems = `/** A list, or the one list in an object around it. */
function itemsOf(list: unknown): readonly unknown[] {
  const items: unknown = isObject(list) ? Object.values(list).find((one) => Array.isArray(one)) : list;
  assert.ok(Array.isArray(items), \`expected a list, got \${JSON.stringify(list)}\`);
  return items;
}`;

const demands = `import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from './api-client.ts';

/** The status is this one, and the body holds at least what is expected. */
export function assertAnswer(answer: Answer, status: number, body?: unknown): void {
  assert.equal(answer.status, status, \`status \${answer.status}: \${JSON.stringify(answer.body)}\`);
  if (body !== undefined) assertContains(answer.body, body);
}

/** Every key of \`expected\` is in \`actual\` with this value; other keys are free. Lists match item by item. */
export function assertContains(actual: unknown, expected: unknown): void {
  assert.deepEqual(narrowed(actual, expected), expected);
}

export function assertCount(list: unknown, count: number): void {
  assert.equal(itemsOf(list).length, count);
}

export function assertIncludes(list: unknown, expected: unknown): void {
  assert.ok(isAmong(list, expected), \`\${JSON.stringify(expected)} is not among \${JSON.stringify(list)}\`);
}

export function assertExcludes(list: unknown, unexpected: unknown): void {
  assert.ok(!isAmong(list, unexpected), \`\${JSON.stringify(unexpected)} is among \${JSON.stringify(list)}\`);
}

/** The expected items are in the list, one after the other; others may stand between them. */
export function assertInOrder(list: unknown, expected: readonly unknown[]): void {
  const items = itemsOf(list);
  const places = expected.map((one) => items.findIndex((item) => isAmong([item], one)));
  const isInOrder = places.every((place, index) => place > (places[index - 1] ?? -1));
  assert.ok(isInOrder, \`expected \${JSON.stringify(expected)} in this order in \${JSON.stringify(list)}\`);
}

/** Sends as many requests at once; each is told its number, from 1. */
export function atOnce(times: number, send: (n: string) => Promise<Answer>): Promise<Answer[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => send(String(index + 1))));
}

/** So many of the answers have each status, whichever they are. */
export function assertStatuses(answers: readonly Answer[], expected: Record<string, number>): void {
  const counts: Record<string, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  assert.deepEqual(counts, expected);
}

/** The value at a dotted path such as \`id\` or \`items.0.id\`, as text. */
export function valueAt(body: unknown, path: string): string {
  let value = body;
  for (const key of path.split('.')) {
    assert.ok(isObject(value) || Array.isArray(value), \`no \${path} in \${JSON.stringify(body)}\`);
    value = Reflect.get(value, key);
  }
  assert.ok(value !== undefined && value !== null, \`no \${path} in \${JSON.stringify(body)}\`);
  return String(value);
}

/** Today's date (UTC), never within the last seconds of a day: a test must not straddle midnight. */
export async function currentDay(): Promise<string> {
  const day = 86_400_000;
  const left = day - (Date.now() % day);
  if (left < 5_000) await sleep(left);
  return new Date().toISOString().slice(0, 10);
}

function isAmong(list: unknown, expected: unknown): boolean {
  return itemsOf(list).some((item) => {
    try {
      assertContains(item, expected);
      return true;
    } catch {
      return false;
    }
  });
}`;

const comparison = `/** \`actual\` without the keys that \`expected\` does not speak of. */
function narrowed(actual: unknown, expected: unknown): unknown {
  if (Array.isArray(actual) && Array.isArray(expected)) {
    return actual.map((item, index) => (index < expected.length ? narrowed(item, expected[index]) : item));
  }
  if (!isObject(actual) || !isObject(expected)) return actual;
  const common = Object.keys(expected).filter((key) => key in actual);
  return Object.fromEntries(common.map((key) => [key, narrowed(actual[key], expected[key])]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
`;
