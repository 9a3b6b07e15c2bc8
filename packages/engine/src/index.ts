/** Durable pipelines: a pure scheduler over a journal of events. */

export type { PipelineBuilder } from './definition/builder.ts';
export type {
  DecisionContext,
  ItemContext,
  LogLevel,
  Progress,
  RoundContext,
  StageContext,
} from './definition/context.ts';
export {
  type AnyPipeline,
  definePipeline,
  type Pipeline,
  type PipelineInput,
  type PipelineOptions,
  type PipelineOutput,
} from './definition/pipeline.ts';
export type { RetryOptions, RetryPolicy } from './definition/retry-policy.ts';
export { type Schema, type } from './definition/schema.ts';
export type {
  ApprovalStageOptions,
  CallStageOptions,
  LoopStageOptions,
  MapStageOptions,
  Needs,
  RunStageOptions,
  SleepStageOptions,
  Stage,
  StageOptions,
  StageOutput,
} from './definition/stage.ts';
export type { StageDefinition, StageKind } from './definition/stage-definition.ts';
export {
  CalledRunError,
  DefinitionChangedError,
  DefinitionError,
  EngineClosedError,
  EngineError,
  LeaseLostError,
  OutletDeadError,
  OutletError,
  ResourceDownError,
  RunCancelledError,
  RunExistsError,
  RunFailedError,
  RunNotFoundError,
  RunOwnedElsewhereError,
  RunPausedError,
  RunStateError,
  type SchemaIssue,
  SchemaMismatchError,
  StageTimeoutError,
  StoreError,
  type StoreErrorCode,
  TerminalError,
  UnknownPipelineError,
  ValueNotSerialisableError,
  WebhookSignatureError,
} from './errors.ts';
export type { EventBody, Labels, RunEvent, RunPlace, TaskRef, Wait } from './journal/event.ts';
export type { Failure, StageFailure } from './journal/failure.ts';
export type { Value } from './journal/value.ts';
export { type CloudEvent, toCloudEvent } from './outlets/cloud-event.ts';
export { deliverEvents } from './outlets/deliver-events.ts';
export type { Delivery, DeliveryStatus } from './outlets/delivery.ts';
export type { DeliveryOptions } from './outlets/delivery-options.ts';
export { type JsonLinesOptions, jsonLinesFile, jsonLinesStream } from './outlets/json-lines.ts';
export { createMetrics, type Metrics } from './outlets/metrics.ts';
export type { Outlet } from './outlets/outlet.ts';
export { webhook, type WebhookOptions } from './outlets/webhook.ts';
export { type Delivered, verifyWebhook } from './outlets/webhook-signature.ts';
export { hasEnded, type RunStatus, type StageStatus } from './scheduler/status.ts';
export type { OutletRecord, OutletStore, Untaken } from './store/outlet-store.ts';
export { openStore } from './store/sqlite/sqlite-store.ts';
export type { DeleteQuery, EventRange, RunPage, RunQuery, RunRecord, Store } from './store/store.ts';
export { type Clock, systemClock } from './worker/clock.ts';
export { createEngine, type Engine } from './worker/engine.ts';
export type {
  AnswerOptions,
  EngineOptions,
  ForkOptions,
  ResumeOptions,
  StartOptions,
} from './worker/engine-options.ts';
export type { EventListener } from './worker/event-feed.ts';
export type { Ids } from './worker/ids.ts';
export { type Permit, Resource, type ResourceOptions, type ResourceStatus } from './worker/resource.ts';
export type { RunView, StageView } from './worker/run-view.ts';
export type { RunHandle } from './worker/run-handle.ts';
