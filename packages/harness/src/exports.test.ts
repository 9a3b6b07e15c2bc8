import { expect, test } from 'vitest';
import * as harness from './index.ts';

test('the exported names are the public contract', () => {
  expect(Object.keys(harness).toSorted()).toEqual([
    'ComponentFailedError',
    'HarnessComponent',
    'HarnessError',
    'IncompatiblePortsError',
    'InvalidSystemError',
    'LifecycleError',
    'NameError',
    'OverloadedError',
    'PortClosedError',
    'ReceiverFinishedError',
    'RequestTimeoutError',
    'ShutdownDeadlineError',
    'StartError',
    'SystemExecutionHarness',
    'UnroutedRequestError',
    'createJsonLog',
    'sleep',
    'systemClock',
  ]);
});
