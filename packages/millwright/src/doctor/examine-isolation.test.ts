import { sandboxCapabilities } from '@millwright/factory';
import { expect, test } from 'vitest';
import { examineIsolation } from './examine-isolation.ts';

test('without isolation it says what is open and how to get better', async () => {
  const examination = await examineIsolation({ MILLWRIGHT_SANDBOX: 'process-group' });
  expect(examination).toMatchObject({ status: 'limited', found: 'process-group' });
  for (const capability of ['files-read', 'network', 'signals'])
    expect(examination.cost).toContain(capability);
});

test('a sandbox that does not exist is told, with those that do', async () => {
  const examination = await examineIsolation({ MILLWRIGHT_SANDBOX: 'moat' });
  expect(examination.status).toBe('missing');
  expect(examination.cost).toContain('"moat"');
});

test('the best sandbox of this machine is tried out, capability by capability', async () => {
  const examination = await examineIsolation({});
  if (examination.found === 'process-group') {
    console.warn(`\nNOT TESTED: isolation that works. ${examination.cost}\n`);
    expect(examination).toMatchObject({ status: 'limited', cost: expect.stringContaining('not isolated') });
    return;
  }
  expect(Object.keys(examination.trials ?? {}).toSorted()).toEqual([...sandboxCapabilities].toSorted());
  expect(examination.found).toMatch(/^(bubblewrap|container) \d/);
});
