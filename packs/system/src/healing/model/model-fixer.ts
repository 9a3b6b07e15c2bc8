import { createRedactor, defineFixer, type Fixer, type LanguageModels } from '@millwright/factory';
import type { HealingSubject } from '../healing-subject.ts';
import { applyEdits, editsSchema } from './edits.ts';
import { instructions, promptFor } from './prompt.ts';

const longestNote = 300;
/** What no change of code repairs, and what is nobody else's business. */
const notForModels = /^(?:secret_|package_|manifest_)/;

/**
 * Asks a language model for edits: last of all, and for whatever is left. What it answers is applied only below `src`, and kept
 * only when the proof is better for it, as of any fixer. The same question to a model may be answered otherwise.
 */
export function createModelFixer(
  models: LanguageModels,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Fixer<HealingSubject> {
  const redact = createRedactor(environment);
  return defineFixer<HealingSubject>({
    name: 'system/model',
    version: '1',
    description: 'Asks the configured language model for edits of the code, and keeps those that help.',
    tries: 2,
    fixes: ({ finding }) => !notForModels.test(finding.code),
    fix: async (failures, context) => {
      const { value, model, inputTokens, outputTokens } = await models.ask({
        purpose: 'fix',
        instructions,
        prompt: redact(promptFor(failures, context)),
        answer: editsSchema,
        signal: context.signal,
      });
      context.note(`${model}, ${inputTokens + outputTokens} tokens: ${printable(value.explanation)}`);
      return applyEdits(context.tree, value);
    },
  });
}

/** On one line, and without what a terminal would obey. */
function printable(text: string): string {
  return text
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, longestNote);
}
