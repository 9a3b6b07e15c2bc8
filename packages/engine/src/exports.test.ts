import { expect, test } from 'vitest';
import * as engine from './index.ts';

test('the public names are exactly these', () => {
  expect(Object.keys(engine).sort()).toMatchInlineSnapshot(`
    [
      "DefinitionChangedError",
      "DefinitionError",
      "EngineClosedError",
      "EngineError",
      "LeaseLostError",
      "RunCancelledError",
      "RunExistsError",
      "RunFailedError",
      "RunNotFoundError",
      "RunOwnedElsewhereError",
      "RunPausedError",
      "SchemaMismatchError",
      "StageTimeoutError",
      "StoreError",
      "TerminalError",
      "UnknownPipelineError",
      "ValueNotSerialisableError",
      "createEngine",
      "definePipeline",
      "hasEnded",
      "openStore",
      "systemClock",
      "type",
    ]
  `);
});
