import type { Token } from '../text/tokens.ts';
import { spanOf } from './constraint.ts';
import type { FormMatch, SentenceForm, Surroundings } from './form.ts';
import type { Reading } from './proposal.ts';
import { SENTENCE_FORMS } from './sentence-forms.ts';

/** Longer clauses are not sentences of the brief language. */
const MAXIMUM_TOKENS = 160;

/** The first sentence form that reads the clause. */
export function readClause(
  tokens: readonly Token[],
  around: Surroundings,
  forms: readonly SentenceForm[] = SENTENCE_FORMS,
): Reading | undefined {
  if (tokens.length === 0 || tokens.length > MAXIMUM_TOKENS) return undefined;
  for (const form of forms) {
    for (const pattern of form.patterns) {
      const found = pattern.match(tokens);
      if (!found) continue;
      const match: FormMatch = { captures: found.captures, tokens, around };
      const proposals = form.read(match);
      if (proposals) return { rule: form.name, span: spanOf(tokens), confidence: form.confidence, proposals };
    }
  }
  return undefined;
}
