import { expect, test } from 'vitest';
import { mountOrder } from './mount-order.ts';

const repair = { parameter: 'repair' };
const router = (name: string, ...paths: (readonly (string | { parameter: string })[])[]) => ({
  name,
  bindings: paths.map((path) => ({ method: 'GET' as const, path })),
});

test('a fixed path comes before the parameter that would take it', () => {
  const repairs = router('repairs', ['repairs'], ['repairs', repair]);
  const bicycles = router('bicycles', ['bicycles'], ['repairs', 'overdue']);
  const notes = router('notes', ['notes']);
  expect(mountOrder([repairs, bicycles, notes]).map(({ name }) => name)).toEqual([
    'bicycles',
    'repairs',
    'notes',
  ]);
});

test('routers that do not touch keep their order', () => {
  const routers = [router('b', ['b']), router('a', ['a', repair]), router('c', ['c', repair, 'start'])];
  expect(mountOrder(routers)).toEqual(routers);
});
