import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { harnessNames } from './harness-names.ts';

test('every name that the harness exports to components is taken', () => {
  const index = new URL('../../../../../packages/harness/src/dataflow/index.ts', import.meta.url);
  const exported = [...readFileSync(index, 'utf8').matchAll(/\{([^}]*)\}/g)].flatMap(([, list = '']) =>
    list.split(',').map((name) => name.replace('type ', '').trim()),
  );
  expect(exported.length).toBeGreaterThan(20);
  expect([...harnessNames].toSorted()).toEqual(exported.filter((name) => name !== '').toSorted());
});
