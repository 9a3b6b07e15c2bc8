import type { Passage } from '../text/passages.ts';
import type { Token } from '../text/tokens.ts';
import { spanOf } from './constraint.ts';
import type { Surroundings } from './form.ts';
import { hasVerb, isRecordPhrase } from './forms/entity-forms.ts';
import { readHeadingTitle, readTitle } from './forms/title-forms.ts';
import { readNounPhrase } from './noun-phrase.ts';
import type { Proposal, Reading } from './proposal.ts';
import type { ReadStatement } from './read-statements.ts';

const SECTIONS: readonly (readonly [RegExp, Surroundings['expects']])[] = [
  [
    /^(?:the )?(?:main |key |core |functional )?(?:features?|functions?|functionality|capabilities|user stories|operations|actions|use cases|what (?:it|we|users) (?:should|can|need)[\w ]*|endpoints?|functional requirements|requirements|must have|api)$/,
    'features',
  ],
  [
    /^(?:the )?(?:entities|data model|data|models?|domain(?: model)?|records|objects|resources|kinds of records?|things we (?:keep|track)|tables?|what we (?:keep|store|track))$/,
    'entities',
  ],
  [/^(?:fields|attributes|properties|columns|data fields)$/, 'fields'],
  [/^(?:the )?(?:states?|statuses|status|life ?cycle|workflow|stages)$/, 'states'],
];
const PLAIN_SECTION =
  /^(?:overview|introduction|intro|background|summary|description|about|goals?|purpose|context|rules?|business rules|constraints|validation|notes?|storage|persistence|technical|technical requirements|technical details|non-?functional(?: requirements)?|tech(?:nology)?|technology|deployment|infrastructure|hosting|setup|configuration|interfaces?|http|rest api|relations(?:hips)?|associations|scope|out of scope|not needed|later|nice to have|future|other|misc|miscellaneous|general|details|users?|roles?|security|access|examples?|thanks?|contact|the brief|brief|request|specification|spec|project|project brief|limits|defaults|queries|filters|searching|listing|lists|reports?|statistics|remarks|additional(?: \w+)?|extras?|questions?|assumptions?)$/;

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
  const section = SECTIONS.find(([pattern]) => pattern.test(text))?.[1];
  const base =
    around.owner && (section === 'fields' || section === 'states' || section === 'features')
      ? { owner: around.owner }
      : {};
  if (section)
    return {
      passage,
      readings: contextReading(tokens),
      problems: [],
      opens: { expects: section, isLabel: true, ...base },
    };
  if (PLAIN_SECTION.test(text))
    return {
      passage,
      readings: contextReading(tokens),
      problems: [],
      opens: { expects: 'anything', isLabel: true },
    };
  if (!progress.hasTitle && passage.level === 1) {
    const built = readTitle(tokens);
    const title = built?.proposals[0] ?? readHeadingTitle(tokens);
    progress.hasTitle = true;
    const readings = title
      ? [{ rule: 'title', span: spanOf(tokens), confidence: 0.9, proposals: [title] }]
      : contextReading(tokens);
    return { passage, readings, problems: [], opens: { expects: 'anything', isLabel: true } };
  }
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

/** What a section of that name holds; nothing when the words name no section. */
export function sectionOf(text: string): Surroundings['expects'] | 'plain' | undefined {
  const found = SECTIONS.find(([pattern]) => pattern.test(text))?.[1];
  return found ?? (PLAIN_SECTION.test(text) ? 'plain' : undefined);
}
