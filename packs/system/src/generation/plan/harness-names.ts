/** What the harness exports to the files of components that work on messages. */
export const harnessNames: readonly string[] = (
  'Aggregator AggregatorOptions WindowFacts BreakerOpenError BreakerRule DataflowComponent DataflowOptions FileSink ' +
  'Filter FollowedClock MovableClock HttpSource Post Journal LiveFeed LiveFeedOptions LogSink Failure JsonValue Message Model ModelOptions Key ' +
  'Receipt AttemptsFailedError RefusedError RetryPolicy Router ScheduleSource ScheduleOptions Source SourceOptions ' +
  'Change LocalTopics TopicSink TopicSinkOptions TopicSource TopicSourceOptions Topics TopicSubscription StreamProcessor StreamProcessorOptions Transformer WebhookSink WebhookSinkOptions WindowRule'
).split(' ');
