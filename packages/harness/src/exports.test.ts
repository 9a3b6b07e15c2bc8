import { expect, test } from 'vitest';
import * as dataflow from './dataflow/index.ts';
import * as harness from './index.ts';

test('the exported names are the public contract', () => {
  expect(Object.keys(harness).toSorted()).toEqual([
    'CallError',
    'ChangeCounter',
    'ComponentFailedError',
    'EventFeed',
    'HarnessComponent',
    'HarnessError',
    'IncompatiblePortsError',
    'InvalidSystemError',
    'JobRunner',
    'LifecycleError',
    'NameError',
    'OverloadedError',
    'PatchError',
    'PortClosedError',
    'ReceiverFinishedError',
    'RequestTimeoutError',
    'ShutdownDeadlineError',
    'StartError',
    'SystemExecutionHarness',
    'UnroutedRequestError',
    'applyJsonPatch',
    'applyMergePatch',
    'createJsonLog',
    'cron',
    'dailyAt',
    'everyMs',
    'isPrivate',
    'isSigned',
    'newJob',
    'signatureHeaders',
    'sleep',
    'systemClock',
  ]);
});

test('and so are those of dataflow', () => {
  expect(Object.keys(dataflow).toSorted()).toEqual([
    'Aggregator',
    'AttemptsFailedError',
    'BreakerOpenError',
    'DataflowComponent',
    'FileSink',
    'Filter',
    'FollowedClock',
    'HttpSource',
    'Journal',
    'LiveFeed',
    'LocalTopics',
    'LogSink',
    'Message',
    'Model',
    'RefusedError',
    'Router',
    'ScheduleSource',
    'Source',
    'StreamProcessor',
    'TopicSink',
    'TopicSource',
    'Transformer',
    'WebhookSink',
  ]);
});
