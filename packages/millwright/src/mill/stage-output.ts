import type { RunEvent, Store } from '@millwright/engine';

/** What a stage returned, read from the journal: there as soon as the stage has succeeded, however the run went on. */
export async function stageOutput(
  store: Store,
  events: readonly RunEvent[],
  stage: string,
): Promise<unknown> {
  const done = events.findLast((event) => event.type === 'stage.succeeded' && event.stage === stage);
  if (done?.type !== 'stage.succeeded') return undefined;
  if (!('blob' in done.output)) return done.output.inline;
  const text = await store.readBlob(done.output.blob);
  return text === undefined ? undefined : JSON.parse(text);
}
