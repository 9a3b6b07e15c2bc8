import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BoundedOutput } from './bounded-output.ts';

test('keeps everything up to its limit, and beginning and end beyond it', () => {
  const chunks = fc.array(fc.string({ unit: 'binary-ascii', maxLength: 40 }), { maxLength: 60 });
  fc.assert(
    fc.property(chunks, fc.integer({ min: 0, max: 100 }), (parts, limit) => {
      const output = new BoundedOutput(limit);
      for (const part of parts) output.push(Buffer.from(part));
      const all = parts.join('');
      const head = Math.floor(limit / 2);
      expect(output.isTruncated).toBe(all.length > limit);
      const left = all.length - limit;
      const tail = all.slice(all.length - (limit - head));
      const cut = `${all.slice(0, head)}\n… ${left} bytes left out …\n${tail}`;
      expect(output.toString()).toBe(left > 0 ? cut : all);
    }),
  );
});
