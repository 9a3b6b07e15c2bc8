import type { Value } from '../journal/value.ts';
import type { Store } from '../store/store.ts';
import type { Engine } from '../worker/engine.ts';
import { type BreakpointPrompt, breakpointOf, stepHeldBy } from './breakpoint.ts';

/** A stage that waits for a person. */
export interface OpenQuestion {
  readonly stage: string;
  /** What the person has to know, as the workflow says it. */
  readonly prompt: unknown;
}

/** What the waiting stages of a run ask, breakpoints included, in the order of the workflow. */
export async function openQuestions(
  engine: Engine<never>,
  store: Store,
  runId: string,
): Promise<readonly OpenQuestion[]> {
  const { stages } = await engine.inspect(runId);
  const open: OpenQuestion[] = [];
  for (const { name, status, waitsOn } of stages) {
    if (status !== 'waiting' || waitsOn?.kind !== 'answer') continue;
    open.push({ stage: name, prompt: await readValue(store, waitsOn.prompt) });
  }
  return open;
}

/** The steps before which a run has been stopped. */
export function stopsAmong(questions: readonly OpenQuestion[]): readonly BreakpointPrompt[] {
  return questions
    .filter(({ stage }) => stepHeldBy(stage) !== undefined)
    .map(({ prompt }) => prompt as BreakpointPrompt);
}

/** Lets a step go on that a breakpoint holds back. Throws RunStateError when none does. */
export function stepOn(engine: Engine<never>, runId: string, step: string): Promise<void> {
  return engine.answer(runId, breakpointOf(step), {}, { by: 'debugger' });
}

async function readValue(store: Store, value: Value): Promise<unknown> {
  if (!('blob' in value)) return value.inline;
  const text = await store.readBlob(value.blob);
  return text === undefined ? undefined : JSON.parse(text);
}
