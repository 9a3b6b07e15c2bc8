import type { Span } from '../../requirements/requirements.ts';
import type { Token } from '../text/tokens.ts';
import type { Constraint } from './constraint.ts';
import { pattern, type Captures, type Pattern } from './pattern.ts';

/** One way to say something about a field's values. Examples are predicates: what follows a field's name. */
export interface ConstraintForm {
  readonly name: string;
  readonly examples: readonly string[];
  readonly patterns: readonly Pattern[];
  /** `rest` is what follows the match; `taken` says how many tokens of it were used. */
  read(
    match: ConstraintMatch,
  ): { readonly constraints: readonly Constraint[]; readonly taken?: number } | undefined;
}

interface ConstraintMatch {
  readonly captures: Captures;
  readonly span: Span;
  readonly rest: readonly Token[];
}

export const patterns = (...sources: readonly string[]): readonly Pattern[] => sources.map(pattern);
