import { expect, test } from 'vitest';
import { runPackCode } from './run-pack-code.ts';

test('code that ends the process, or never comes back, is an error; the process can be ended afterwards', async () => {
  const exit: unknown = Reflect.get(process, 'exit');
  await expect(runPackCode(() => process.exit(0))).rejects.toThrow(/process.exit/);
  const both = [
    runPackCode(() => new Promise(() => undefined), 50),
    runPackCode(async () => {
      await Promise.resolve();
      process.exit(0);
    }),
  ];
  expect((await Promise.allSettled(both)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await expect(both[0]).rejects.toThrow(/50 ms/);
  expect(Reflect.get(process, 'exit')).toBe(exit);
  expect(await runPackCode(() => 7)).toBe(7);
});
