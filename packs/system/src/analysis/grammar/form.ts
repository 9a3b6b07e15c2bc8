import type { Token } from '../text/tokens.ts';
import type { NounPhrase } from './noun-phrase.ts';
import { type Captures, type Pattern, pattern } from './pattern.ts';
import type { Proposal } from './proposal.ts';

/** What surrounds a clause: who it is about when it does not say so itself. */
export interface Surroundings {
  /** The kind of record that a heading or the sentence before a list is about. */
  readonly owner?: NounPhrase;
  /** What the items of a list are said to be. */
  readonly expects: 'anything' | 'fields' | 'entities' | 'states' | 'features';
  /** Headings, items and `Title: detail` lines need no verb. */
  readonly isLabel: boolean;
}

export interface FormMatch {
  readonly captures: Captures;
  readonly tokens: readonly Token[];
  readonly around: Surroundings;
}

/** A form of sentence: parsed exactly, documented by its examples. */
export interface SentenceForm {
  readonly name: string;
  /** What it does, for the documentation of the brief language. */
  readonly means: string;
  /** The first one is shown in the documentation; all are tests. */
  readonly examples: readonly string[];
  readonly confidence: number;
  readonly patterns: readonly Pattern[];
  /** Nothing when the words fit the pattern and still mean something else. */
  read(match: FormMatch): readonly Proposal[] | undefined;
}

export function form(
  definition: Omit<SentenceForm, 'patterns' | 'confidence'> & {
    patterns: readonly string[];
    confidence?: number;
  },
): SentenceForm {
  return { confidence: 0.9, ...definition, patterns: definition.patterns.map(pattern) };
}

/** Tokens of a capture; empty when it was optional and absent. */
export function captured(match: FormMatch, name: string): readonly Token[] {
  return match.captures[name] ?? [];
}
