import type { FoundPassage, Knowledge, KnowledgeAnswer, PassageKind } from '@millwright/factory';
import type { BlueprintDocument } from '../blueprint/document.ts';
import { spaced, words } from '../naming/letter-case.ts';
import type { Statement } from '../requirements/requirements.ts';

/** A passage that may help with something that was not understood, or that a person has to write by hand. */
export interface Suggestion {
  /** A statement's id, or a place in the blueprint: `R3`, `slots.priceFor`. */
  readonly about: string;
  readonly kind: PassageKind;
  /** `docs/brief-language.md`. */
  readonly source: string;
  /** The headings above it: `Sentences › not used twice`. */
  readonly title: string;
  readonly excerpt: string;
}

export interface Suggestions {
  readonly suggestions: readonly Suggestion[];
  readonly unavailable: KnowledgeAnswer['unavailable'];
}

interface Topic {
  readonly about: string;
  readonly question: string;
  /** What is looked for, each for itself, and the share of the question that it must hold. */
  readonly wanted: readonly { readonly kind: PassageKind; readonly coverage: number }[];
}

/** A form of sentence helps when it is nearly what was said; a chapter already when it is about the subject. */
const sentence = { kind: 'pattern', coverage: 0.6 } as const;
const chapter = { kind: 'documentation', coverage: 0.5 } as const;

/** One word in common is chance. */
const fewestWords = 2;

/** Words of our own explanations. */
const ownWords = /\b(understood|built|version)\b/g;

/** For every statement that was not understood whole, and for every slot, what comes nearest. */
export async function suggest(
  statements: readonly Statement[],
  document: BlueprintDocument,
  knowledge: Knowledge,
): Promise<Suggestions> {
  const names = namesOf(document);
  const topics = [...statements.flatMap((one) => topicOf(one, names)), ...slotTopics(document)];
  const suggestions: Suggestion[] = [];
  const unavailable = new Map<string, KnowledgeAnswer['unavailable'][number]>();
  for (const { about, question, wanted } of topics) {
    for (const { kind, coverage } of wanted) {
      const answer = await knowledge.search({ question, kinds: [kind], limit: 8 });
      for (const outage of answer.unavailable) unavailable.set(outage.source, outage);
      const found = answer.passages.find(
        (passage) =>
          passage.held.length >= fewestWords && passage.coverage >= coverage && isHelpful(passage, about),
      );
      if (found) suggestions.push({ about, kind, ...placeOf(found) });
    }
  }
  return { suggestions, unavailable: [...unavailable.values()] };
}

function topicOf({ id, text, why = '', status }: Statement, names: ReadonlySet<string>): readonly Topic[] {
  if (status === 'understood') return [];
  // What the system is about says nothing of what is missing.
  const said = words(`${text} ${why.replaceAll(ownWords, '')}`);
  const question = said.filter((word) => !names.has(singular(word))).join(' ');
  return [{ about: id, question, wanted: [sentence, chapter] }];
}

function slotTopics({ slots = {} }: BlueprintDocument): readonly Topic[] {
  const open = Object.entries(slots).filter(([, { code }]) => code === undefined);
  return open.map(([name, { description = '' }]) => ({
    about: `slots.${name}`,
    question: `${spaced(name)} ${description}`,
    wanted: [chapter],
  }));
}

/** Chapters on other things than blueprints help nobody who describes a system; that on slots knows of no way without one. */
function isHelpful({ source, kind }: FoundPassage, about: string): boolean {
  if (kind !== 'documentation' || !source.startsWith('docs/')) return true;
  return (
    source.startsWith('docs/blueprint/') && !(about.startsWith('slots.') && source.endsWith('/slots.md'))
  );
}

function placeOf({ source, title, excerpt }: FoundPassage): Pick<Suggestion, 'source' | 'title' | 'excerpt'> {
  return { source, title, excerpt };
}

function namesOf({ entities }: BlueprintDocument): ReadonlySet<string> {
  const names = Object.entries(entities).flatMap(([name, { fields }]) => [name, ...Object.keys(fields)]);
  return new Set(names.flatMap(words).map(singular));
}

const singular = (word: string): string => word.toLowerCase().replace(/s$/, '');
