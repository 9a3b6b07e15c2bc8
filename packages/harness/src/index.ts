export { type Clock, sleep, systemClock } from './clock.ts';
export { type ComponentContext, type ComponentOptions, HarnessComponent } from './component.ts';
export type { ComponentMetrics, Counter, DurationHistogram, Gauge } from './component-metrics.ts';
export type { ComponentStatus } from './component-runner.ts';
export type { DeadLetter, DeadLetters } from './dead-letters.ts';
export {
  ComponentFailedError,
  HarnessError,
  IncompatiblePortsError,
  InvalidSystemError,
  LifecycleError,
  NameError,
  OverloadedError,
  PortClosedError,
  ReceiverFinishedError,
  RequestTimeoutError,
  ShutdownDeadlineError,
  StartError,
  UnroutedRequestError,
} from './errors.ts';
export type { RequestContext } from './exchange.ts';
export { ChangeCounter } from './flows/change-counter.ts';
export type { FlowBlock, FlowDefinition, FlowState, RetryRule, Schedule } from './flows/flow.ts';
export { type Job, type JobTable, newJob, type NewJob } from './flows/job.ts';
export {
  type ClockFollower,
  type FlowClock,
  JobRunner,
  type JobRunnerOptions,
  type WatchChanges,
} from './flows/job-runner.ts';
export { CallError, isPrivate, type OutgoingRequest } from './flows/outgoing-request.ts';
export { cron, dailyAt, everyMs } from './flows/schedule.ts';
export { isSigned, signatureHeaders, type SignatureRule } from './flows/signature.ts';
export { EventFeed, type EventTable } from './live/event-feed.ts';
export type { Subscribe } from './live/feed-client.ts';
export { createJsonLog, type JsonLogOptions, type Log, type LogFields, type LogLevel } from './log.ts';
export { applyJsonPatch } from './patch/json-patch.ts';
export { applyMergePatch } from './patch/merge-patch.ts';
export { PatchError, type PatchFault } from './patch/patch-error.ts';
export type { PortOptions } from './port.ts';
export type { ForEachOptions, ReceiveOptions, ReceivePort } from './receive-port.ts';
export type { ReplyHandler, ReplyOptions, ReplyPort } from './reply-port.ts';
export type { RequestBindingOptions } from './request-binding.ts';
export type { RequestOptions, RequestPort, RequestPortOptions } from './request-port.ts';
export type { Resource } from './resource.ts';
export type { RestartPolicy } from './restart-policy.ts';
export type { SendPort } from './send-port.ts';
export type { StreamBindingOptions } from './stream-binding.ts';
export type { StopReport } from './shutdown.ts';
export { SystemExecutionHarness, type SystemOptions } from './system.ts';
export type { ComponentHealth, SystemHealth } from './system-health.ts';
