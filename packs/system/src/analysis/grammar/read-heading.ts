import type { Passage } from '../text/passages.ts';
import type { Token } from '../text/tokens.ts';
import { spanOf } from './constraint.ts';
import type { Surroundings } from './form.ts';
import { hasVerb } from './forms/entity-forms.ts';
import { isRecordPhrase } from './record-phrase.ts';
import { readHeadingTitle, readTitle } from './forms/title-forms.ts';
import { readNounPhrase } from './noun-phrase.ts';
import type { Proposal, Reading } from './proposal.ts';
import type { ReadStatement } from './read-statements.ts';
import { sectionOf } from './sections.ts';

/** Names of sections that are kinds of record when a table of fields stands below them. */
const NAMES_TOO =
  /^(?:the )?(?:objects?|records?|requests?|resources?|models?|tables?|users?|roles?|reports?|questions?|examples?|contacts?|lists?)$/;

/** A heading names the system, a section, or the kind of record that what follows is about. */
export function readHeading(
  passage: Passage,
  tokens: readonly Token[],
  progress: { hasTitle: boolean },
  around: Surroundings,
): ReadStatement {
  const text = tokens
    .map((token) => token.lower)
    .join(' ')
    .replace(/^\d+ \. |^\d+ /, '')
    .replace(/ :$/, '');
  if (passage.isOfFields && NAMES_TOO.test(text)) return readEntityHeading(passage, tokens);
  const section = sectionOf(text);
  if (section) return readSection(passage, tokens, section, around);
  if (!progress.hasTitle && passage.level === 1) return readTitleHeading(passage, tokens, progress);
  return readEntityHeading(passage, tokens);
}

function readSection(
  passage: Passage,
  tokens: readonly Token[],
  section: NonNullable<ReturnType<typeof sectionOf>>,
  around: Surroundings,
): ReadStatement {
  const keepsOwner = around.owner && /^(?:fields|states|features)$/.test(section);
  return {
    passage,
    readings: contextReading(tokens),
    problems: [],
    opens: {
      expects: section === 'plain' ? 'anything' : section,
      isLabel: true,
      ...(keepsOwner && around.owner ? { owner: around.owner } : {}),
    },
  };
}

function readTitleHeading(
  passage: Passage,
  tokens: readonly Token[],
  progress: { hasTitle: boolean },
): ReadStatement {
  progress.hasTitle = true;
  const title = readTitle(tokens)?.proposals[0] ?? readHeadingTitle(tokens);
  const readings = title
    ? [{ rule: 'title', span: spanOf(tokens), confidence: 0.9, proposals: [title] }]
    : contextReading(tokens);
  return { passage, readings, problems: [], opens: { expects: 'anything', isLabel: true } };
}

/** `## Plants`: the kind of record that the lines below are about. */
function readEntityHeading(passage: Passage, tokens: readonly Token[]): ReadStatement {
  const words = tokens.filter(
    (token) =>
      token.kind !== 'number' &&
      token.lower !== '.' &&
      !/^(?:managing|tracking|manage|about|the|recording)$/.test(token.lower),
  );
  const owner = readNounPhrase(words);
  if (!isRecordPhrase(owner) || hasVerb(tokens))
    return {
      passage,
      readings: contextReading(tokens),
      problems: [],
      opens: { expects: 'anything', isLabel: true },
    };
  const weak: Proposal = { kind: 'entity', phrase: owner, strength: 'weak' };
  return {
    passage,
    readings: [
      { rule: 'heading', span: spanOf(tokens), confidence: 0.7, proposals: [weak, { kind: 'context' }] },
    ],
    problems: [],
    opens: { owner, expects: 'anything', isLabel: true },
  };
}

/** Tokens that introduce something and say nothing themselves. */
export function contextReading(tokens: readonly Token[]): readonly Reading[] {
  return [{ rule: 'introduction', span: spanOf(tokens), confidence: 1, proposals: [{ kind: 'context' }] }];
}
