import { processGroupSandbox } from '../sandbox/process-group-sandbox.ts';
import type { Evidence } from './evidence.ts';

/** Evidence with something in every place; `text` is used wherever a text comes from outside. */
export function sampleEvidence(text = 'A task can be completed'): Evidence {
  return {
    evidence: 1,
    title: text,
    outcome: 'partial',
    createdAt: '2031-05-14T09:30:00.000Z',
    statements: [
      {
        id: 'R1',
        text,
        status: 'understood',
        built: true,
        proven: true,
        components: ['api', 'taskController', text],
        interfaces: ['POST /tasks/{task}/complete'],
        files: ['src/domain/task.ts', text],
        tests: [{ name: text, file: 'test/acceptance/tasks.test.ts', status: 'passed' }],
      },
      {
        id: 'R2',
        text,
        status: 'not-understood',
        built: false,
        proven: false,
        why: text,
        components: [],
        interfaces: [],
        files: [],
        tests: [],
      },
    ],
    assumptions: [{ id: 'A1', text }],
    checks: sampleChecks(text),
    tests: [{ name: text, file: 'test/unit/a.test.ts', status: 'failed', ms: 12, message: text }],
    coverage: { percent: 91.5, files: [{ path: 'src/main.ts', lines: 12, uncovered: [3] }] },
    environment: sampleEnvironment(),
    timingsMs: { proof: 2_450 },
  };
}

function sampleChecks(text: string): Evidence['checks'] {
  return [
    {
      tier: 2,
      name: 'types',
      status: 'failed',
      ms: 812.4,
      findings: [
        {
          code: 'ts2322',
          severity: 'error',
          message: text,
          place: { file: text, line: 3, column: 7 },
          fix: text,
        },
      ],
    },
    { tier: 4, name: 'acceptance-tests', status: 'skipped', ms: 0, findings: [], why: text },
  ];
}

function sampleEnvironment(): Evidence['environment'] {
  const { name, description, capabilities } = processGroupSandbox;
  return {
    platform: 'linux x64',
    tools: [{ name: 'node', version: '24.21.0' }],
    sandbox: { name, description, capabilities: { ...capabilities } },
  };
}
