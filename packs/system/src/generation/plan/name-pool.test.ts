import { expect, test } from 'vitest';
import { NamePool } from './name-pool.ts';

test('a name is given once; whoever comes later gets a longer one', () => {
  const pool = new NamePool(['tables']);
  expect(pool.take('task', 'Record')).toBe('task');
  expect(pool.take('task', 'Record')).toBe('taskRecord');
  expect(pool.take('tables', 'Record')).toBe('tablesRecord');
});
