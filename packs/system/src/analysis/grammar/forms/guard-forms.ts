import { lowerAt, lowerText } from '../../text/token-at.ts';
import type { Token } from '../../text/tokens.ts';
import { singular } from '../../words/number.ts';
import { baseOfParticiple, isKnownAction } from '../../words/verbs.ts';
import { spanOf } from '../constraint.ts';
import { captured, form, type SentenceForm } from '../form.ts';
import { readNounPhrase, splitList } from '../noun-phrase.ts';
import type { StateWord } from '../proposal.ts';
import { isRecordPhrase } from '../record-phrase.ts';
import { standardParticiples } from './participles.ts';
import { isStateLike } from '../../words/states-like.ts';
import { stateWord } from './state-forms.ts';

/** `drafts` are records that are `draft`. */
function singularState(tokens: readonly Token[]): StateWord | undefined {
  const state = stateWord(tokens);
  const one = state && singular(state.text);
  return state && one !== undefined && isStateLike(one) ? { ...state, text: one } : state;
}

const ONLY_WHILE: SentenceForm = form({
  name: 'only while',
  means: 'An action is possible in certain states only.',
  examples: [
    'Only open orders can be cancelled.',
    'An order can only be cancelled while it is open.',
    'A repair can be collected only when it is done.',
    'Members can be reactivated only if they are suspended.',
    'Only drafts can be deleted.',
  ],
  confidence: 0.9,
  patterns: [
    'only <object> can|may be <participle>',
    '@each? <owner> can|may only be <participle> @when|from|in it|they|he|she|its_status|the_status|its_state? is|are|has_been|was? still|already? <states>',
    '@each? <owner> can|may be <participle> only @when|from|in it|they|he|she|its_status|the_status? is|are|has_been|was? still|already? <states>',
    '@each? <owner> @cannot be <participle> before|until|unless it|they is|are|has_been|have_been <states>',
    'only_when|only_if @each? <thing> is|are|has_been <states> can|may it|they be <participle>',
  ],
  read: (match) => {
    const verbs = splitList(captured(match, 'participle')).map((part) => baseOfParticiple(lowerText(part)));
    const object = captured(match, 'object');
    const standard = standardParticiples(captured(match, 'participle'));
    const owner = readNounPhrase(
      object.length === 1
        ? [{ ...(object[0] as Token), text: 'they', lower: 'they' }]
        : object.length > 0
          ? object.slice(1)
          : captured(match, captured(match, 'thing').length > 0 ? 'thing' : 'owner'),
    );
    const from =
      object.length > 0
        ? [singularState(object.slice(0, 1))]
        : splitList(captured(match, 'states')).map(stateWord);
    const states = from.filter((state) => state !== undefined);
    if (!owner || states.length === 0 || !states.every((state) => isStateLike(state.text))) return undefined;
    if (standard)
      return [
        {
          kind: 'rule',
          rule: {
            kind: 'frozen',
            owner,
            states: states.map((state) => ({ ...state, text: `!${state.text}` })),
            verbs: standard,
            span: spanOf(match.tokens),
          },
        },
      ];
    if (verbs.length === 0 || verbs.some((verb) => verb === undefined)) return undefined;
    const span = spanOf(match.tokens);
    return verbs.map((verb) => ({
      kind: 'guard',
      owner,
      verb: verb as string,
      from: states,
      isAllowed: true,
      span,
    }));
  },
});

const NEVER_AFTER: SentenceForm = form({
  name: 'never after',
  means: 'An action or a change is impossible in a state.',
  examples: [
    'Once sold, a plant cannot be sold again.',
    'A returned loan cannot be extended.',
    'Collected repairs cannot be changed.',
    'A cancelled booking can never be confirmed.',
    'A sold plant cannot be reserved.',
  ],
  confidence: 0.9,
  patterns: [
    'once|after|when it|they? is|are|being|has_been|have_been? <state> ,? @each? <owner> @cannot be <participle>',
    '@each? <object> @cannot be <participle>',
    '@each? <owner> that|which|who is|are|has_been|have_been|was <state> @cannot be <participle>',
    '@each? <owner> @cannot be <participle> once|after|when|if|while it|they has_been|have_been|is|are|was already? <state>',
  ],
  read: (match) => {
    const object = captured(match, 'object');
    const hasState = object.length >= 2;
    if (object.some((token) => token.kind === 'sign' && token.lower !== '-')) return undefined;
    const length = object.length > 2 && /^(?:up|out|in|off|back|away|over)$/.test(lowerAt(object, 1)) ? 2 : 1;
    const state = stateWord(hasState ? object.slice(0, length) : captured(match, 'state'));
    const owner = readNounPhrase(hasState ? object.slice(length) : captured(match, 'owner'));
    const participle = captured(match, 'participle').filter(
      (token) => !/^(?:again|twice|anymore|any|more|longer|once)$/.test(token.lower),
    );
    if (!state || !owner || participle.length === 0 || !isRecordPhrase(owner) || !isStateLike(state.text))
      return undefined;
    const standard = standardParticiples(participle);
    if (standard)
      return [
        {
          kind: 'rule',
          rule: { kind: 'frozen', owner, states: [state], verbs: standard, span: spanOf(match.tokens) },
        },
      ];
    const verbs = splitList(participle).map((part) => baseOfParticiple(lowerText(part)));
    if (verbs.length === 0 || verbs.some((verb) => verb === undefined)) return undefined;
    return verbs.map((verb) => ({
      kind: 'guard',
      owner,
      verb: verb as string,
      from: [state],
      isAllowed: false,
      span: spanOf(match.tokens),
    }));
  },
});

const NOT_TWICE: SentenceForm = form({
  name: 'not twice',
  means: 'An action that happens once.',
  examples: ['A plant cannot be sold twice.', 'A loan can be returned only once.'],
  patterns: [
    '@each? <owner> @cannot be <participle> twice|again|more_than_once',
    '@each? <owner> can|may only? be <participle> only? once',
  ],
  read: (match) => {
    const owner = readNounPhrase(captured(match, 'owner'));
    const text = captured(match, 'participle')
      .map((token) => token.lower)
      .join(' ');
    const verb = baseOfParticiple(text);
    if (
      !owner ||
      verb === undefined ||
      standardParticiples(captured(match, 'participle')) ||
      owner.words.length > 3
    )
      return undefined;
    if (/^(?:use|share|give|assign|take|repeat|enter)$/.test(verb)) return undefined;
    return [
      {
        kind: 'guard',
        owner,
        verb,
        from: [{ text, span: spanOf(match.tokens) }],
        isAllowed: false,
        span: spanOf(match.tokens),
      },
    ];
  },
});

const UNTIL: SentenceForm = form({
  name: 'until',
  means: 'An action is possible until a state is reached.',
  examples: [
    'Orders may be cancelled until they are delivered.',
    'A booking can be changed unless it is confirmed.',
    'Before it is started it can be called off.',
  ],
  patterns: [
    '@each? <owner> can|may be <participle> until|unless|before it|they is|are|has_been|have_been|was|were already? <state>',
    'until|before|unless @each? <thing> is|are|has_been|have_been|gets already? <state> ,? owner=it|they|he|she can|may be <participle>',
  ],
  read: (match) => {
    const owner = readNounPhrase(captured(match, 'owner'));
    const state = stateWord(captured(match, 'state'));
    const participle = captured(match, 'participle').filter((token) => token.lower !== 'only');
    const standard = standardParticiples(participle);
    const verb = baseOfParticiple(lowerText(participle));
    if (!owner || !state || !isStateLike(state.text)) return undefined;
    if (standard)
      return [
        {
          kind: 'rule',
          rule: { kind: 'frozen', owner, states: [state], verbs: standard, span: spanOf(match.tokens) },
        },
      ];
    return verb === undefined
      ? undefined
      : [
          {
            kind: 'guard',
            owner,
            verb,
            from: [state],
            isAllowed: false,
            isUntil: true,
            span: spanOf(match.tokens),
          },
        ];
  },
});

const WHILE: SentenceForm = form({
  name: 'while',
  means: 'Somebody may do something to a record while it is, or is not yet, in a state.',
  examples: [
    'An appointment can be cancelled while it is requested or confirmed.',
    'Speakers may withdraw a talk as long as it has not been accepted.',
    'Cancel a session as long as it has not started.',
  ],
  confidence: 0.85,
  patterns: [
    '@each? <owner> can|may|must be <participle> while|as_long_as|when|if|in_case it|they is|are|has_been|have_been|was|were n=not? yet|still|already? <states>',
    '@each? <actor> can|may|could <act> a|an|the|their|its|any <owner> while|as_long_as|when|if|until|unless|before it|they is|are|has_been|have_been|has|have|was|were n=not? yet|still|already|been? <states>',
    '<act> a|an|the|their|its|any <owner> while|as_long_as|until|unless|before it|they is|are|has_been|have_been|has|have|was|were n=not? yet|still|already|been? <states>',
  ],
  read: (match) => {
    const owner = readNounPhrase(captured(match, 'owner'));
    const act = lowerText(captured(match, 'act'));
    const verb = act === '' ? baseOfParticiple(lowerText(captured(match, 'participle'))) : act;
    const states = splitList(captured(match, 'states').filter((token) => token.lower !== 'been'))
      .map(stateWord)
      .filter((state) => state !== undefined);
    const isKnown = verb !== undefined && (act === '' || isKnownAction(verb));
    if (!owner || !isKnown || states.length === 0 || !states.every((state) => isStateLike(state.text)))
      return undefined;
    const isUntil = match.tokens.some((token) => /^(?:not|until|unless|before)$/.test(token.lower));
    const span = spanOf(match.tokens);
    const guard = { kind: 'guard', owner, verb, from: states, isAllowed: !isUntil, isUntil, span } as const;
    return isUntil ? [{ kind: 'action', owner, verb, span, certainty: 'strong' }, guard] : [guard];
  },
});

export const GUARD_FORMS: readonly SentenceForm[] = [NOT_TWICE, ONLY_WHILE, UNTIL, WHILE, NEVER_AFTER];
