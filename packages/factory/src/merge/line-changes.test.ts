import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineChanges } from './line-changes.ts';

const line = fc.oneof(fc.constantFrom('a', 'b', '', '}'), fc.nat(30).map(String));
const lines = fc.array(line, { maxLength: 40 });

test('changes make the new lines of the old ones, come in order, and never touch', () => {
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const changes = lineChanges(before, after) ?? [];
      const made: string[] = [];
      let at = 0;
      for (const { start, length, newStart, newLength } of changes) {
        expect(start > at || at === 0).toBe(true);
        expect(length + newLength).toBeGreaterThan(0);
        made.push(...before.slice(at, start), ...after.slice(newStart, newStart + newLength));
        at = start + length;
      }
      expect([...made, ...before.slice(at)]).toEqual(after);
    }),
    { numRuns: 500 },
  );
});
