import {
  explainReading,
  type LookedAt,
  type RequestReader,
  type Understanding,
} from '@millwright/pack-system';
import { lookedAtLines } from '../terminal/looked-at-lines.ts';
import { askQuestions, confirm } from './ask.ts';
import type { Console } from './console.ts';

const mostQuestions = 5;

export interface Reading {
  readonly read: RequestReader;
  /** What may help with a reading. */
  readonly look: (understanding: Understanding) => Promise<LookedAt>;
}

/**
 * Shows a person at a terminal how their request was read, asks what only they can say, and lets them stop.
 * Resolves with the answers; with none at once when nobody is there to ask, or they said yes beforehand; with undefined when
 * they stopped.
 */
export async function confirmReading(
  understanding: Understanding,
  request: string,
  options: { readonly yes: boolean; readonly json: boolean },
  console: Console,
  { read, look }: Reading,
): Promise<Readonly<Record<string, string>> | undefined> {
  const isInteractive = console.in.isTTY && console.err.isTTY && !options.yes && !options.json;
  if (!isInteractive) return {};
  const show = ({ requirements, document }: Understanding) => {
    // The questions are asked one by one below.
    const lines = explainReading({ ...requirements, questions: [] }, document, request);
    console.err.write(`${lines.join('\n')}\n`);
  };
  show(understanding);
  const found = lookedAtLines(await look(understanding), console.workingDirectory);
  console.err.write(found.map((line) => `${line}\n`).join(''));
  const questions = understanding.requirements.questions.slice(0, mostQuestions);
  const answers = questions.length === 0 ? {} : await askQuestions(questions, console.in, console.err);
  const answered = await read(request, answers);
  if (answered.blueprint !== understanding.blueprint) show(answered);
  return (await confirm('Build this?', console.in, console.err)) ? answers : undefined;
}
