import { expect, test } from 'vitest';
import * as engine from './index.ts';

test('the public names are exactly these', () => {
  expect(Object.keys(engine).toSorted()).toMatchInlineSnapshot(`
    [
      "CalledRunError",
      "DefinitionChangedError",
      "DefinitionError",
      "EngineClosedError",
      "EngineError",
      "LeaseLostError",
      "OutletDeadError",
      "OutletError",
      "Resource",
      "ResourceDownError",
      "RunCancelledError",
      "RunExistsError",
      "RunFailedError",
      "RunNotFoundError",
      "RunOwnedElsewhereError",
      "RunPausedError",
      "RunStateError",
      "SchemaMismatchError",
      "StageTimeoutError",
      "StoreError",
      "TerminalError",
      "UnknownPipelineError",
      "ValueNotSerialisableError",
      "WebhookSignatureError",
      "createEngine",
      "createMetrics",
      "definePipeline",
      "deliverEvents",
      "hasEnded",
      "jsonLinesFile",
      "jsonLinesStream",
      "openStore",
      "systemClock",
      "toCloudEvent",
      "type",
      "verifyWebhook",
      "webhook",
    ]
  `);
});
