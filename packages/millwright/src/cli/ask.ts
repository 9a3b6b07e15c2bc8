import { createInterface } from 'node:readline/promises';

export interface OpenQuestion {
  readonly id: string;
  readonly text: string;
  /** Offered answers; the first is taken when the person just presses Enter. */
  readonly answers?: readonly string[] | undefined;
}

/** Asks each question in turn. An empty line takes the first offered answer; a number picks one. */
export async function askQuestions(
  questions: readonly OpenQuestion[],
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
): Promise<Record<string, string>> {
  const terminal = createInterface({ input, output });
  try {
    const answers: Record<string, string> = {};
    for (const question of questions) {
      const answer = pickAnswer(question, await terminal.question(promptFor(question)));
      if (answer !== undefined) answers[question.id] = answer;
    }
    return answers;
  } finally {
    terminal.close();
  }
}

/** True for Enter, y and yes. */
export async function confirm(
  question: string,
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
): Promise<boolean> {
  const terminal = createInterface({ input, output });
  try {
    return /^(y|yes)?$/i.test((await terminal.question(`${question} [Y/n] `)).trim());
  } finally {
    terminal.close();
  }
}

function promptFor({ text, answers = [] }: OpenQuestion): string {
  const choices = answers.map(
    (answer, index) => `  ${index + 1}. ${answer}${index === 0 ? ' (Enter)' : ''}\n`,
  );
  return `\n${text}\n${choices.join('')}> `;
}

function pickAnswer({ answers = [] }: OpenQuestion, typed: string): string | undefined {
  const line = typed.trim();
  if (line === '') return answers[0];
  return /^\d+$/.test(line) ? (answers[Number(line) - 1] ?? line) : line;
}
