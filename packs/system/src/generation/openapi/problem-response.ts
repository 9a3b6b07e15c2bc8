import type { JsonSchema } from './field-schema.ts';

/** An answer with problem details; its description names the codes. */
export function problemResponse(...codes: readonly string[]): JsonSchema {
  return {
    description: codes.map((code) => `\`${code}\``).join(', '),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

/** One response for each status. */
export function problemResponses(
  refusals: Iterable<readonly [status: number, code: string]>,
): Record<string, JsonSchema> {
  const codes = new Map<number, Set<string>>();
  for (const [status, code] of refusals) codes.set(status, (codes.get(status) ?? new Set()).add(code));
  const sorted = [...codes].toSorted(([a], [b]) => a - b);
  return Object.fromEntries(sorted.map(([status, names]) => [String(status), problemResponse(...names)]));
}
