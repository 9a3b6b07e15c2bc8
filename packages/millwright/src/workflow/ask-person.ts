import { createInterface } from 'node:readline/promises';
import { RunStateError, SchemaMismatchError } from '@millwright/engine';
import type { BreakpointPrompt } from '@millwright/engine/workflow';
import type { Console } from '../cli/console.ts';
import type { PendingQuestion } from './open-questions.ts';
import type { WorkflowSession } from './workflow-session.ts';

/** What a person at a terminal wants: to go on, to run on without stops, or to leave the run waiting. */
export type Choice = 'next' | 'run-on' | 'leave';

/** Shows what a step held by the debugger will see, and asks how to go on. */
export async function askToStep({ prompt }: PendingQuestion, console: Console): Promise<Choice> {
  const { step, uses, input, items } = prompt as BreakpointPrompt;
  const shown = items === undefined ? { input } : { items, 'input of the first': input };
  console.err.write(`\nStopped before ${step} (${uses})\n${JSON.stringify(shown, null, 2)}\n`);
  const answer = (await ask('Enter: step · c: run on · q: leave it here > ', console)).toLowerCase();
  return answer === 'c' ? 'run-on' : answer === 'q' || answer === 'end' ? 'leave' : 'next';
}

/** Asks until the answer fits, or the person gives none. */
export async function askForAnswer(
  { runId, stage, prompt }: PendingQuestion,
  { engine }: WorkflowSession,
  console: Console,
): Promise<Choice> {
  console.err.write(`\n${stage} waits for an answer\n${JSON.stringify(prompt, null, 2)}\n`);
  while (true) {
    const typed = await ask('Answer (JSON, Enter to leave it open) > ', console);
    if (typed === '' || typed === 'end') return 'leave';
    try {
      await engine.answer(runId, stage, parseTyped(typed), { by: console.environment['USER'] ?? 'terminal' });
      return 'next';
    } catch (error) {
      if (!(error instanceof SchemaMismatchError || error instanceof RunStateError)) throw error;
      console.err.write(`${error.message}\n`);
    }
  }
}

/** Whatever is not JSON is a text. */
function parseTyped(typed: string): unknown {
  try {
    return JSON.parse(typed);
  } catch {
    return typed;
  }
}

/** A closed input counts as leaving. */
async function ask(question: string, console: Console): Promise<string> {
  const terminal = createInterface({ input: console.in, output: console.err });
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('end')));
  try {
    return (await Promise.race([terminal.question(question), closed])).trim();
  } finally {
    terminal.close();
  }
}
