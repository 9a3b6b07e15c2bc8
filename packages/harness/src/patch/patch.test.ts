import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { applyJsonPatch } from './json-patch.ts';
import { applyMergePatch } from './merge-patch.ts';
import { PatchError } from './patch-error.ts';

// The examples of RFC 7396, appendix A.
test.each([
  [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
  [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
  [{ a: 'b' }, { a: null }, {}],
  [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
  [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
  [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
  [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
  [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
  [
    ['a', 'b'],
    ['c', 'd'],
    ['c', 'd'],
  ],
  [{ a: 'b' }, ['c'], ['c']],
  [{ a: 'foo' }, null, null],
  [{ a: 'foo' }, 'bar', 'bar'],
  [{ e: null }, { a: 1 }, { e: null, a: 1 }],
  [[1, 2], { a: 'b', c: null }, { a: 'b' }],
  [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
])('merging %j with %j gives %j', (document, patch, result) => {
  expect(applyMergePatch(document, patch)).toEqual(result);
});

describe('a JSON patch', () => {
  test.each([
    [{ foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux' }], { baz: 'qux', foo: 'bar' }],
    [{ foo: ['bar', 'baz'] }, [{ op: 'add', path: '/foo/1', value: 'qux' }], { foo: ['bar', 'qux', 'baz'] }],
    [{ foo: [1] }, [{ op: 'add', path: '/foo/-', value: [2] }], { foo: [1, [2]] }],
    [{ foo: [1] }, [{ op: 'add', path: '/foo/1', value: 2 }], { foo: [1, 2] }],
    [{ a: 1, b: 2 }, [{ op: 'remove', path: '/b' }], { a: 1 }],
    [{ a: [1, 2, 3] }, [{ op: 'remove', path: '/a/1' }], { a: [1, 3] }],
    [{ a: 1 }, [{ op: 'replace', path: '/a', value: null }], { a: null }],
    [{ a: { b: 1 }, c: {} }, [{ op: 'move', from: '/a/b', path: '/c/d' }], { a: {}, c: { d: 1 } }],
    [{ a: [1, 2, 3] }, [{ op: 'move', from: '/a/0', path: '/a/2' }], { a: [2, 3, 1] }],
    [{ a: { b: 1 } }, [{ op: 'copy', from: '/a', path: '/c' }], { a: { b: 1 }, c: { b: 1 } }],
    [{ a: 1 }, [{ op: 'test', path: '/a', value: 1 }], { a: 1 }],
    [{ a: { b: [1] } }, [{ op: 'test', path: '/a', value: { b: [1] } }], { a: { b: [1] } }],
    [{ '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: 10 }], { '/': 9, '~1': 10 }],
    [{ '': { '': 1 } }, [{ op: 'replace', path: '//', value: 2 }], { '': { '': 2 } }],
    [{ a: 1 }, [{ op: 'replace', path: '', value: [] }], []],
    [{ a: 1 }, [{ op: 'add', path: '/b', value: 2, more: true }], { a: 1, b: 2 }],
    [{ a: 1 }, [], { a: 1 }],
  ])('%j, %j gives %j', (document, patch, result) => {
    const before = structuredClone(document);
    expect(applyJsonPatch(document, patch)).toEqual(result);
    expect(document).toEqual(before);
  });

  test.each([
    [{}, 'malformed', undefined],
    [[1], 'malformed', 0],
    [[{ op: 'toString', path: '' }], 'malformed', 0],
    [[{ op: 'add', path: '/a' }], 'malformed', 0],
    [[{ op: 'add', path: 'a', value: 1 }], 'malformed', 0],
    [[{ op: 'add', path: '/~2', value: 1 }], 'malformed', 0],
    [[{ op: 'move', from: '/a', path: '/a/b' }], 'malformed', 0],
    [
      [
        { op: 'test', path: '/n', value: 1 },
        { op: 'remove', path: '/x' },
      ],
      'target_missing',
      1,
    ],
    [[{ op: 'replace', path: '/x', value: 1 }], 'target_missing', 0],
    [[{ op: 'add', path: '/x/y', value: 1 }], 'target_missing', 0],
    [[{ op: 'add', path: '/list/5', value: 1 }], 'target_missing', 0],
    [[{ op: 'add', path: '/list/01', value: 1 }], 'target_missing', 0],
    [[{ op: 'remove', path: '/list/-' }], 'target_missing', 0],
    [[{ op: 'copy', from: '/toString', path: '/b' }], 'target_missing', 0],
    [[{ op: 'replace', path: '/n/x', value: 1 }], 'target_missing', 0],
    [[{ op: 'test', path: '/n', value: '1' }], 'test_failed', 0],
    [[{ op: 'test', path: '/list', value: [2, 1] }], 'test_failed', 0],
  ])('%j is refused as %s', (patch, fault, operation) => {
    const apply = () => applyJsonPatch({ n: 1, list: [1, 2], a: {} }, patch);
    expect(apply).toThrow(PatchError);
    expect(apply).toThrow(expect.objectContaining({ fault, operation }));
  });

  test('cannot reach prototypes', () => {
    const patch = [{ op: 'add', path: '/__proto__', value: { admin: true } }];
    const result = applyJsonPatch({}, patch) as Record<string, unknown>;
    expect(Object.keys(result)).toEqual(['__proto__']);
    expect(result['admin']).toBeUndefined();
    expect(() => applyJsonPatch({}, [{ op: 'add', path: '/constructor/x', value: 1 }])).toThrow(PatchError);
  });

  test('cannot grow a document without bound', () => {
    const patch = Array.from({ length: 60 }, (_, n) => ({ op: 'copy', from: '', path: `/x${n}` }));
    expect(() => applyJsonPatch({ a: 1 }, patch)).toThrow(expect.objectContaining({ fault: 'malformed' }));
  });

  test('that replaces the whole by anything gives it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (document, value) => {
        expect(applyJsonPatch(document, [{ op: 'replace', path: '', value }])).toEqual(value);
      }),
    );
  });
});
