import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeJson } from './merge-json.ts';

const print = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
const merge = (base: unknown, theirs: unknown, generated: unknown) => {
  const merged = mergeJson('package.json', print(base), print(theirs), print(generated));
  return merged && { value: JSON.parse(merged.text) as unknown, ...merged };
};

describe('merging JSON', () => {
  test('a dependency a person added and a version the generator raised both stand', () => {
    const base = { name: 'x', dependencies: { hono: '1', zod: '1' } };
    const theirs = { name: 'x', dependencies: { hono: '1', 'left-pad': '9', zod: '1' }, author: 'me' };
    const generated = { name: 'x', dependencies: { hono: '2', zod: '1', yaml: '1' } };
    const merged = merge(base, theirs, generated);
    expect(merged?.value).toEqual({
      name: 'x',
      dependencies: { hono: '2', 'left-pad': '9', zod: '1', yaml: '1' },
      author: 'me',
    });
    expect(merged?.text).toMatch(/hono[^}]*left-pad[^}]*zod[^}]*yaml/);
    expect(merged?.conflicts).toEqual([]);
  });

  test('one key changed in two ways is a conflict with its path, and stays as the person has it', () => {
    const merged = merge({ a: { 'b/c': 1 } }, { a: { 'b/c': 2 } }, { a: { 'b/c': 3 }, d: 4 });
    expect(merged?.value).toEqual({ a: { 'b/c': 2 }, d: 4 });
    expect(merged?.conflicts).toEqual([{ place: '/a/b~1c', base: '1', theirs: '2', generated: '3' }]);
  });

  test('what a person took out stays out', () => {
    expect(merge({ a: 1, b: 2 }, { a: 1 }, { a: 3, b: 2 })?.value).toEqual({ a: 3 });
    const raised = merge({ a: 1, b: 2 }, { a: 1 }, { a: 1, b: 3 });
    expect(raised?.value).toEqual({ a: 1 });
    expect(raised?.conflicts).toHaveLength(1);
  });

  test('entries of lists are merged in order', () => {
    expect(merge({ l: ['a', 'b'] }, { l: ['mine', 'a', 'b'] }, { l: ['a', 'b', 'new'] })?.value).toEqual({
      l: ['mine', 'a', 'b', 'new'],
    });
  });

  test('the form of the text stays where it can', () => {
    const base = '{\n\t"a": [1, 2],\n\t"b": 1\n}\n';
    const theirs = base.replace('[1, 2]', '[1, 2, 3]');
    expect(mergeJson('a.json', base, theirs, base.replace('"b": 1', '"b": 2'))?.text).toBe(
      '{\n\t"a": [1, 2, 3],\n\t"b": 2\n}\n',
    );
    const long = base.replaceAll('\n', '\r\n').replace('"b"', '"mine": 1,\r\n\t"b"');
    expect(mergeJson('a.json', base, long, base.replace('"b"', '"new": 1,\n\t"b"'))?.text).toMatch(
      /^\{\r\n\t"a"/,
    );
  });

  test('what is no JSON object is left to the lines', () => {
    expect(mergeJson('a.json', '{}', '// remark\n{}', '{}')).toBeUndefined();
    expect(mergeJson('a.json', '[]', '[]', '[1]')).toBeUndefined();
  });

  test('a key named __proto__ is a key like others', () => {
    const merged = mergeJson('a.json', '{"a":1}', '{"a":1,"__proto__":{"x":1}}', '{"a":2}');
    expect(JSON.parse(merged?.text ?? '')).toEqual(JSON.parse('{"a":2,"__proto__":{"x":1}}'));
  });
});

const value = fc.dictionary(
  fc.constantFrom('a', 'b', 'c', 'd'),
  fc.oneof(
    fc.integer({ min: 0, max: 3 }),
    fc.dictionary(fc.constantFrom('x', 'y'), fc.nat(2)),
    fc.array(fc.nat(3)),
  ),
);

test('any change of one side alone is taken whole; what the person set is there in any case', () => {
  fc.assert(
    fc.property(value, value, value, (base, theirs, generated) => {
      expect(merge(base, base, generated)?.value).toEqual({ ...generated });
      expect(merge(base, theirs, base)?.value).toEqual({ ...theirs });
      const merged = merge(base, theirs, generated)?.value as Record<string, unknown>;
      for (const [key, set] of Object.entries(theirs)) {
        if (typeof set === 'number' && set !== base[key]) expect(merged[key]).toBe(set);
      }
    }),
  );
});
