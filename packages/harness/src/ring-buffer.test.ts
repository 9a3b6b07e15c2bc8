import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { RingBuffer } from './ring-buffer.ts';

test('it behaves as an array that is pushed to and shifted from', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 300 }), (pushes) => {
      const ring = new RingBuffer<number>();
      const model: number[] = [];
      for (const [index, isPush] of pushes.entries()) {
        if (isPush) {
          ring.push(index);
          model.push(index);
        } else if (model.length > 0) {
          expect(ring.shift()).toBe(model.shift());
        }
        expect(ring.size).toBe(model.length);
      }
      expect(ring.toArray()).toEqual(model);
      expect(ring.pushed).toBe(pushes.filter(Boolean).length);
    }),
  );
});
