// 2. Needs: what a stage sees. A stage is a value; naming it under `needs` is both the edge of the graph and the way
// its result, with its type, reaches the next one. Stages that do not need each other run at the same time.
import { createEngine, definePipeline, openStore } from '@millwright/engine';
import { z } from 'zod';

const pipeline = definePipeline({
  name: 'weather',
  version: '1',
  // Any Standard Schema. An input that does not fit is refused before anything starts.
  input: z.object({ city: z.string().min(1) }),
});
const temperature = pipeline.stage('temperature', { run: () => 21 });
const wind = pipeline.stage('wind', { run: () => ({ kmh: 12 }) });
const report = pipeline.stage('report', {
  needs: { temperature, wind },
  run: ({ input, needs }) => `${input.city}: ${needs.temperature} °C, wind ${needs.wind.kmh} km/h`,
});
// A condition that says no skips a stage, and its type says that there may be nothing.
const warning = pipeline.stage('warning', {
  needs: { wind },
  when: ({ needs }) => needs.wind.kmh > 80,
  run: () => 'Stay inside.',
});
const weather = pipeline.output({ report, warning });

const engine = createEngine({ store: openStore(':memory:'), pipelines: [weather] });
const run = await engine.start(weather, { city: 'Bonn' });
const result = await run.result();
console.log(result.report);
console.log(result.warning ?? 'No warning.');

const refused = await engine.start(weather, { city: '' }).catch((error: { code: string }) => error);
console.log('code' in refused ? refused.code : 'accepted');
await engine.close();

// Prints:
// Bonn: 21 °C, wind 12 km/h
// No warning.
// schema_mismatch
