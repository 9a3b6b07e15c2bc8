import { expect, test } from 'vitest';
import { sarifOf } from './sarif.ts';

test('each check is a run with its findings and their places', () => {
  const log = sarifOf({
    checks: [
      {
        tier: 2,
        name: 'types',
        status: 'failed',
        ms: 3,
        findings: [
          {
            code: 'ts2304',
            severity: 'error',
            message: 'Cannot find it.',
            place: { file: 'src/a b.ts', line: 3, column: 7 },
          },
          {
            code: 'ts2304',
            severity: 'warning',
            message: 'Nor this.',
            fix: 'Import it.',
            place: { file: 'src/c.ts' },
          },
          { code: 'odd', severity: 'info', message: 'Odd.' },
        ],
      },
      { tier: 4, name: 'races', status: 'skipped', ms: 0, findings: [], why: 'nothing to race' },
    ],
  });
  expect(log).toMatchObject({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'millwright/types', rules: [{ id: 'ts2304' }, { id: 'odd' }] } },
        invocations: [{ executionSuccessful: true }],
        results: [
          {
            ruleId: 'ts2304',
            ruleIndex: 0,
            level: 'error',
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'src/a%20b.ts' },
                  region: { startLine: 3, startColumn: 7 },
                },
              },
            ],
          },
          { ruleIndex: 0, level: 'warning', message: { text: 'Nor this. Import it.' } },
          { ruleIndex: 1, level: 'note', locations: [] },
        ],
      },
      {
        invocations: [{ toolExecutionNotifications: [{ message: { text: 'Skipped: nothing to race' } }] }],
        results: [],
      },
    ],
  });
});
