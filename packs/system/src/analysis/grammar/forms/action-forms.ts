import { lowerAt } from '../../text/token-at.ts';
import type { Token } from '../../text/tokens.ts';
import { isStateLike } from '../../words/states-like.ts';
import { isKnownAction, isKnownParticiple, participleOfBase, baseOfParticiple } from '../../words/verbs.ts';
import { spanOf } from '../constraint.ts';
import { captured, form, type SentenceForm } from '../form.ts';
import { readNounPhrase, splitList, type NounPhrase } from '../noun-phrase.ts';
import type { Proposal, StateWord } from '../proposal.ts';
import { type Done, readDone, stateBeforePair, undoes } from './done-phrase.ts';
import { isRecordPhrase } from '../record-phrase.ts';
import { standardParticiples } from './participles.ts';
import { stateWord } from './state-forms.ts';
import { statedOwner, type StatedOwner } from './stated-owner.ts';

type Action = Extract<Proposal, { kind: 'action' }>;

/** `then`, `back`, `or`, `at any time` between and behind the things done, as proposals. */
function actionsOf(
  owner: NounPhrase,
  done: readonly Done[],
  isChoice: boolean,
  tokens: readonly Token[],
  from?: StateWord,
): readonly Action[] {
  const shared = {
    ...(done.some((one) => one.isAnytime) ? { isAnytime: true } : {}),
    ...(isChoice ? { beside: done.map((one) => one.state.text) } : {}),
    span: spanOf(tokens),
    certainty: 'strong',
  } as const;
  return done.map((one, index) => ({
    kind: 'action',
    owner,
    verb: one.verb,
    state: one.state,
    ...orderOf(done, index, from),
    ...shared,
  }));
}

/** Where an action starts and what it takes back, from what is said before and behind it. */
function orderOf(
  done: readonly Done[],
  index: number,
  from: StateWord | undefined,
): Pick<Action, 'from' | 'undoes' | 'before'> {
  const [previous, one, next] = [done[index - 1], done[index], done[index + 1]];
  if (!one) return {};
  const undone = previous && undoes(previous, one) ? previous : undefined;
  const source = previous && one.isNext && !undone ? previous.state : from;
  const before = next && undoes(one, next) ? stateBeforePair(one, next) : undefined;
  return {
    ...(source ? { from: [source] } : {}),
    ...(undone ? { undoes: undone.verb } : {}),
    ...(before === undefined ? {} : { before }),
  };
}

/** The record that something is done to, and the state it must be in when its words say one. */
function readOwner(match: Parameters<SentenceForm['read']>[0]): Partial<StatedOwner> | undefined {
  const owner = readNounPhrase(captured(match, 'owner'));
  if (!owner) return undefined;
  const stated = statedOwner(owner);
  if (stated) return stated;
  if (!owner.isPronoun && !isRecordPhrase(owner)) return undefined;
  const where = [...captured(match, 'p'), ...captured(match, 'where')];
  const state = where.length > 0 ? stateWord(where) : undefined;
  if (where.length > 0 && (!state || !isStateLike(state.text))) return undefined;
  return { owner, ...(state ? { state } : {}) };
}

/** `, nothing else` behind what can be done says no more than the sentence. */
function withoutRest(tokens: readonly Token[]): readonly Token[] {
  const at = tokens.findIndex(
    (token, index) =>
      /^(?:nothing|no)$/.test(token.lower) && /^(?:else|more|other)$/.test(lowerAt(tokens, index + 1)),
  );
  const rest = at < 0 ? tokens : tokens.slice(0, at);
  return rest.filter((token, index) => !(index === rest.length - 1 && /^(?:,|and)$/.test(token.lower)));
}

const CAN_BE_DONE: SentenceForm = form({
  name: 'can be done',
  means:
    'Actions on a record, each named by what it leads to. A second one with “back” or “again” leads back.',
  examples: [
    'Books can be borrowed and returned.',
    'A request can be approved or rejected.',
    'An exhibit can be put on display and taken off display.',
    'Granted loans can be paid back.',
    'A parcel in transit can be returned.',
    'Tools that are broken can be retired.',
    'Trips can be cancelled at any time.',
  ],
  confidence: 0.85,
  patterns: [
    '@each? <owner> that|which|who is|are|was|were|got|get|has_been|have_been <where> @can also? be <participles>',
    '@each? <owner> p=in|on|under|out_of <where> @can also? be <participles>',
    '@each? <owner> @can also? be <participles>',
    'possible to_be <participles>',
  ],
  read: (match) => {
    if (/^(?:no|none|neither|nobody)$/.test(lowerAt(match.tokens, 0))) return undefined;
    const whose = readOwner(match);
    const owner = whose?.owner;
    const said = withoutRest(captured(match, 'participles'));
    if (!owner) return undefined;
    const entity: readonly Proposal[] =
      owner.isPronoun || whose.state ? [] : [{ kind: 'entity', phrase: owner, strength: 'strong' }];
    const features: Proposal[] = [];
    const done: Done[] = [];
    for (const part of splitList(said)) {
      const standard = standardParticiples(part);
      const one = standard ? undefined : readDone(part);
      if (one) done.push(one);
      else if (!standard || whose.state) return undefined;
      for (const verb of standard ?? [])
        features.push({ kind: 'feature', verb, phrase: owner, span: spanOf(match.tokens) });
    }
    const isChoice = said.some((token) => token.lower === 'or');
    return [...entity, ...features, ...actionsOf(owner, done, isChoice, match.tokens, whose.state)];
  },
});

const CAN_GO: SentenceForm = form({
  name: 'can go and come back',
  means: 'What a record does by itself: it leaves for a state and comes back from it.',
  examples: [
    'A singer can go on leave and come back.',
    'A bike can go into repair and come back from repair.',
  ],
  patterns: [
    '@each? <owner> can|may|could v=go|be_sent p=on|into|in|to|under|out_of <where> and|or then|later|also? come|comes|return|returns|go|be_brought back|again|home? from? <rest?>',
    '@each? <owner> can|may|could v=go p=on|into|in|under|out_of <where>',
  ],
  read: (match) => {
    const owner = readNounPhrase(captured(match, 'owner'));
    const where = captured(match, 'where');
    if (!owner || !(owner.isPronoun || isRecordPhrase(owner)) || where.length > 2) return undefined;
    const start = where[0]?.start ?? 0;
    const go: Token = { kind: 'word', text: 'go', lower: 'go', start, end: start };
    const gone = readDone([go, ...captured(match, 'p'), ...where]);
    if (!gone) return undefined;
    const span = spanOf(match.tokens);
    const away: Proposal = {
      kind: 'action',
      owner,
      verb: gone.verb,
      state: { text: gone.state.text, span },
      span,
      certainty: 'strong',
    };
    const back: Proposal = {
      kind: 'action',
      owner,
      verb: 'come back',
      undoes: gone.verb,
      span,
      certainty: 'strong',
    };
    const isPair = match.tokens.some((token) => /^(?:come|comes|return|returns|back)$/.test(token.lower));
    return [away, ...(isPair ? [back] : [])];
  },
});

export const TAKE_AND_BRING: SentenceForm = form({
  name: 'take and bring back',
  means: 'Somebody takes a record and brings it back: two actions on it.',
  examples: [
    'Guests can take a game to their table and bring it back afterwards.',
    'Members may borrow a key and give it back.',
  ],
  confidence: 0.8,
  patterns: [
    '@each? <actor> can|may|could <verb> a|an|the|any|one <owner> to|into|for|from <place> and then|later? v=bring|give|hand|take|put|return it|them back|again? afterwards|later|again?',
    '@each? <actor> can|may|could <verb> a|an|the|any|one <owner> and then|later? v=bring|give|hand|take|put|return it|them back|again? afterwards|later|again?',
  ],
  read: (match) => {
    const owner = readNounPhrase(captured(match, 'owner'));
    const verb = captured(match, 'verb')
      .map((token) => token.lower)
      .join(' ');
    if (
      !isRecordPhrase(owner) ||
      captured(match, 'verb').length > 2 ||
      !(isKnownAction(verb) || /^take\b/.test(verb))
    )
      return undefined;
    const span = spanOf(match.tokens);
    const back = lowerAt(captured(match, 'v'), 0);
    const state = { text: participleOfBase(verb), span };
    return [
      { kind: 'entity', phrase: owner, strength: 'strong' },
      { kind: 'action', owner, verb, state, span, certainty: 'strong' },
      {
        kind: 'action',
        owner,
        verb: back === 'return' ? 'return' : `${back} back`,
        undoes: verb,
        span,
        certainty: 'strong',
      },
    ];
  },
});

const GOES_BACK: SentenceForm = form({
  name: 'goes back to',
  means: 'An action that leads back to an earlier state, named by what was done.',
  examples: ['Repaired bikes go back to available.', 'Cleaned rooms become free again.'],
  confidence: 0.85,
  patterns: [
    '@each? <owner> go|goes|come|comes|return|returns|are_put|is_put|are_set back? again? to|into <target>',
    '@each? <owner> become|becomes|are_then|is_then <target> again',
  ],
  read: (match) => {
    const phrase = readNounPhrase(captured(match, 'owner'));
    const stated = phrase && statedOwner(phrase);
    const verb = stated && baseOfParticiple(stated.state.text);
    const target = stateWord(captured(match, 'target'));
    if (!stated || verb === undefined || !target || !isStateLike(target.text)) return undefined;
    return [
      {
        kind: 'action',
        owner: stated.owner,
        verb,
        state: target,
        from: [stated.state],
        span: spanOf(match.tokens),
        certainty: 'weak',
      },
    ];
  },
});

/** Tried before constraints: `it is published` says nothing about a value. */
export const IS_THEN: SentenceForm = form({
  name: 'is done to it',
  means: 'What happens to the record last spoken of.',
  examples: ['They are published.'],
  confidence: 0.7,
  patterns: ['it|they then|later|finally? is|are|gets|get <participles>'],
  read: (match) => {
    const owner = readNounPhrase(match.tokens.slice(0, 1));
    const said = captured(match, 'participles');
    const done = splitList(said).map(readDone);
    const areHappenings = done.every(
      (one) => one !== undefined && isKnownParticiple(one.state.text) && !USUAL.test(one.state.text),
    );
    if (!owner || done.length === 0 || !areHappenings) return undefined;
    return actionsOf(
      owner,
      done as readonly Done[],
      said.some((token) => token.lower === 'or'),
      match.tokens,
    );
  },
});

const USUAL = /^(?:used|tested|signed|issued|ordered|read|displayed|featured|found|left|drawn|ended)$/;

export const ACTION_FORMS: readonly SentenceForm[] = [CAN_GO, CAN_BE_DONE, GOES_BACK];
