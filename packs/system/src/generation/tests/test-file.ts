import type { RenderedTest } from './render-scenario.ts';

/** A test file before its imports are gathered. */
export interface TestFile {
  /** Functions of node:test besides `test`. */
  readonly hooks: readonly string[];
  readonly imports: readonly string[];
  /** Code between the imports and the tests; may be empty. */
  readonly opening: string;
  readonly tests: readonly RenderedTest[];
}

/** How a test of its own gets a system inside the test's process. */
export const ownApi = ['const api = await startInProcess(t);'];
/** The clock stands still, and the test moves it on until all windows are over. */
export const stoppedClock = [
  "const api = await startInProcess(t, { MILLWRIGHT_TEST_CLOCK: '2030-01-15T12:00:00Z' });",
];
export const inProcessImport = "import { startInProcess } from '../support/in-process.ts';";

/** Those that wait for what happens in the meantime. */
const patientExpectations = ['assertCarried', 'eventually'];

/** Those that listen to feeds. */
const listeningExpectations = ['assertHeard', 'assertHeardOnSocket', 'assertOpens'];

export function renderTestFile(file: TestFile): string {
  const all = [...new Set(file.tests.flatMap((test) => test.expectations))].toSorted();
  const patient = all.filter((name) => patientExpectations.includes(name));
  const listening = all.filter((name) => listeningExpectations.includes(name));
  const expectations = all.filter((name) => !patient.includes(name) && !listening.includes(name));
  const imports = [
    ...(file.tests.some((test) => test.usesAssert) ? ["import assert from 'node:assert/strict';"] : []),
    `import { ${[...file.hooks, 'test'].join(', ')} } from 'node:test';`,
    ...(file.tests.some((test) => test.usesConfig)
      ? ["import { loadConfig } from '../../src/config.ts';"]
      : []),
    ...(file.tests.some((test) => /\bloadConfig\(sampleEnvironment\)/.test(test.code))
      ? ["import { sampleEnvironment } from '../support/environment.ts';"]
      : []),
    ...(file.tests.some((test) => test.code.includes('topicsAt('))
      ? ["import { topicsAt } from '../../src/topics.ts';"]
      : []),
    ...(expectations.length > 0
      ? [`import { ${expectations.join(', ')} } from '../support/expectations.ts';`]
      : []),
    ...(patient.length > 0 ? [`import { ${patient.join(', ')} } from '../support/eventually.ts';`] : []),
    ...(listening.length > 0 ? [`import { ${listening.join(', ')} } from '../support/listening.ts';`] : []),
    ...file.imports,
  ];
  const parts = [imports.join('\n'), file.opening, ...file.tests.map((test) => test.code)];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
