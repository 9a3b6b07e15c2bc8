import { expect, test } from 'vitest';
import fc from 'fast-check';
import { orderPacks } from './order-packs.ts';
import { definePack, type Pack } from './pack.ts';

const pack = (name: string, more: Partial<Pack> = {}) =>
  definePack({ name, version: '1.2.0', description: name, millwright: '^0.1.0', setup: () => ({}), ...more });

const order = (...packs: readonly Pack[]) => {
  const { packs: ordered, problems } = orderPacks(packs, '0.1.3');
  return { names: ordered.map(({ name }) => name), problems: problems.map((one) => [one.pack, one.code]) };
};

test('a pack comes after those it requires', () => {
  const result = order(
    pack('c', { requires: { b: '^1.0.0' } }),
    pack('b', { requires: { a: '*' } }),
    pack('a'),
  );
  expect(result).toEqual({ names: ['a', 'b', 'c'], problems: [] });
});

test('a pack that cannot work is left out by name, and so is what requires it; the rest stays', () => {
  const result = order(
    pack('old', { millwright: '^2.0.0' }),
    pack('new', { requires: { base: '^2.0.0' } }),
    pack('orphan', { requires: { nobody: '*' } }),
    pack('child', { requires: { orphan: '*' } }),
    pack('base'),
    pack('base', { version: '9.0.0' }),
  );
  expect(result.names).toEqual(['base']);
  expect(result.problems).toEqual([
    ['old', 'version_mismatch'],
    ['base', 'pack_conflict'],
    ['new', 'version_mismatch'],
    ['orphan', 'missing_pack'],
    ['child', 'missing_pack'],
  ]);
});

test('a circle is named and left out', () => {
  const result = order(pack('a', { requires: { b: '*' } }), pack('b', { requires: { a: '*' } }), pack('c'));
  expect(result.names).toEqual(['c']);
  expect(result.problems).toContainEqual(['a', 'circular_packs']);
});

test('whatever packs require, each that is used comes after all it requires, and each left out is told', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'x'];
  const arbitraryPacks = fc.uniqueArray(
    fc.record({
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      requires: fc.dictionary(fc.constantFrom(...names), fc.constantFrom('^1.0.0', '*', '^3.0.0'), {
        maxKeys: 3,
      }),
    }),
    { selector: ({ name }) => name },
  );
  fc.assert(
    fc.property(arbitraryPacks, (described) => {
      const packs = described.map(({ name, requires }) => pack(name, { requires }));
      const { packs: ordered, problems } = orderPacks(packs, '0.1.0');
      const used = ordered.map(({ name }) => name);
      for (const [index, one] of ordered.entries()) {
        for (const name of Object.keys(one.requires ?? {})) expect(used.slice(0, index)).toContain(name);
      }
      for (const { name } of packs) {
        if (!used.includes(name))
          expect(problems.some((problem) => problem.message.includes(name))).toBe(true);
      }
    }),
  );
});
