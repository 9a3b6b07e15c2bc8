import { singular } from '../../words/number.ts';
import type { Token } from '../../text/tokens.ts';
import { isInitialState, isRestingState } from '../../words/states.ts';
import { isStateLike } from '../../words/states-like.ts';
import { baseOfParticiple, isKnownAction, verbToState } from '../../words/verbs.ts';
import { spanOf } from '../constraint.ts';
import { captured, form, type SentenceForm } from '../form.ts';
import { readNounPhrase, splitList, type NounPhrase } from '../noun-phrase.ts';
import type { Proposal, StateWord } from '../proposal.ts';
import { isRecordPhrase } from '../record-phrase.ts';
import { readVerbs } from './read-verbs.ts';

const STATE_FIELD = /^(?:status|statuses|state|states|stage|stages|phase|phases|progress)$/;

export function stateWord(tokens: readonly Token[]): StateWord | undefined {
  const words = tokens.filter(
    (token, index) =>
      !(
        index === 0 &&
        tokens.length > 1 &&
        /^(?:either|first|then|finally|now|is|are|be|as|a|an|the|again|to|marked|currently|still)$/.test(
          token.lower,
        )
      ) && !(token.kind === 'sign' && token.lower !== '-'),
  );
  if (words.length === 0 || words.length > 4) return undefined;
  const text = words
    .map((token) => token.lower)
    .join(' ')
    .replace(/^(?:then|finally|either|status|state) (?=.)/, '')
    .replace(/ (?:for|by|from|at|with) .*$/, '')
    .replace(/ (?:again|too|then|later|first)$/, '')
    .replaceAll(/[^a-z0-9 '/&-]/g, '')
    .replaceAll(/^[- ]+|[- ]+$/g, '');
  return text === '' ? undefined : { text, span: spanOf(words) };
}

/** `open -> in progress -> done`, `open, in progress and done`, `from open to in progress to done`. */
export function stateList(tokens: readonly Token[]): readonly StateWord[] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    const isArrow = token.lower === '->' || token.lower === '>';
    if (
      isArrow ||
      (token.kind === 'sign' && /^[,/|;]$/.test(token.lower)) ||
      (token.kind === 'word' && /^(?:and|or|then|finally|to|into|via|until)$/.test(token.lower))
    )
      parts.push([]);
    else parts.at(-1)?.push(token);
  }
  const states = parts.filter((part) => part.length > 0).map(stateWord);
  return states
    .filter((state) => state !== undefined)
    .filter((state, index, all) => all.findIndex((other) => other.text === state.text) === index);
}

/** `the status of a repair`, `a repair's status`, `repair status`, `status` → the repair, or nobody. */
function stateOwner(tokens: readonly Token[], around: NounPhrase | undefined): NounPhrase | undefined {
  const phrase = readNounPhrase(tokens);
  if (phrase === undefined) return around;
  const of = tokens.findIndex((token) => token.lower === 'of' || token.lower === 'for');
  const isState = (words: readonly string[]): boolean => STATE_FIELD.test(words.at(-1) ?? '');
  if (of > 0 && tokens.slice(0, of).some((token) => STATE_FIELD.test(token.lower)))
    return readNounPhrase(tokens.slice(of + 1));
  if (isState(phrase.words)) {
    if (phrase.owner) return phrase.owner;
    const words = phrase.words.slice(0, -1);
    return words.length === 0 ? around : { ...phrase, words, key: words.join(' ') };
  }
  return phrase.isPronoun ? around : phrase;
}

const GOES: SentenceForm = form({
  name: 'goes from … to',
  means: 'The states of a record in their order; each leads to the next.',
  examples: [
    'A repair goes from received to in progress to done.',
    'Status: open -> in progress -> done',
    'An order moves from draft to sent and then to paid.',
    'Status: stored -> claimed -> handed over; stored -> discarded',
  ],
  confidence: 0.95,
  patterns: [
    '@each? <owner> @can|@must? go=@go from|through|: the_states|these_states|the_following_states|the_stages|these_stages|states|stages? :? <states>',
    '@each? <owner> @go <states>',
    '<owner> :|is|are <states>',
    '<states>',
  ],
  read: (match) => {
    const chains = arrowChains(captured(match, 'states'));
    const [states = []] = chains;
    const owner = captured(match, 'owner');
    const isArrow = states.some((token) => token.lower === '->');
    const isGoing = match.captures['go'] !== undefined;
    if (!isArrow && !isGoing) return undefined;
    const values = stateList(states);
    if (values.length < 2) return undefined;
    const whose = owner.length === 0 ? match.around.owner : stateOwner(owner, match.around.owner);
    if (isArrow || values.every((value) => value.text.split(' ').length <= 3))
      return [
        { kind: 'states', owner: whose, values, order: 'chain' },
        ...chains.slice(1).flatMap((chain) => branchOf(chain, whose)),
      ];
    return undefined;
  },
});

/** `stored -> claimed; stored -> discarded`: the main line, and where others branch off. */
function arrowChains(tokens: readonly Token[]): readonly (readonly Token[])[] {
  if (!tokens.some((token) => token.lower === '->')) return [tokens];
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.kind === 'sign' && /^[;,]$/.test(token.lower)) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.every((part) => part.some((token) => token.lower === '->')) ? parts : [tokens];
}

function branchOf(chain: readonly Token[], whose: NounPhrase | undefined): readonly Proposal[] {
  const values = stateList(chain);
  const [start, end] = spanOf(chain);
  const owner: NounPhrase = whose ?? {
    words: ['it'],
    key: 'it',
    start,
    end,
    isPronoun: true,
    isPlural: false,
    adjectives: [],
  };
  return values.slice(1).map((state, index) => ({
    kind: 'action',
    owner,
    verb: verbToState(state.text) ?? `mark ${state.text}`,
    state,
    from: [values[index] as StateWord],
    span: [start, end],
    certainty: 'strong',
  }));
}

const STATES_ARE: SentenceForm = form({
  name: 'states',
  means: 'The states a record can be in; the first is the initial one.',
  examples: [
    'A repair can be received, in progress, done or collected.',
    'The status of a dog is available, reserved or adopted.',
    'Plants are either in stock or sold out.',
    'Repairs are received, then in progress, and finally done.',
    'Status: open, in progress, done',
  ],
  confidence: 0.85,
  patterns: [
    '@each? <owner> @is|@has|has_the_states|has_the_following_states|have_the_states either|one_of|in_one_of_the_states|in_one_of_these_states|always|first? the_following_states|the_states|these_states|states? :? <states>',
    'the? possible|valid|allowed? states|statuses|stages of|for? <owner?> are|: :? <states>',
    '@each? <owner> @has a|an? status|state of|:|which_is|that_is|, :? one_of|either? <states>',
    '<owner> : <states>',
  ],
  read: (match) => {
    const states = captured(match, 'states');
    const owner = captured(match, 'owner');
    if (states.some((token) => token.kind === 'number' || token.lower === '(')) return undefined;
    const values = stateList(states);
    const phrase = readNounPhrase(owner);
    const isStatus =
      owner.some((token) => STATE_FIELD.test(token.lower)) ||
      match.tokens.some((token) => /^(?:states|statuses|stages)$/.test(token.lower));
    if (values.length < 2 || values.length !== partCount(states)) return undefined;
    if (match.tokens.some((token) => token.lower === ':') && !isStatus) return undefined;
    if (!isStatus && isDoing(match.tokens, states, values)) return undefined;
    const looksLikeStates = values.filter((value) => isStateLike(value.text)).length * 2 > values.length;
    const order = states.some((token) => /^(?:then|finally)$/.test(token.lower)) ? 'chain' : 'listed';
    const areStates = looksLikeStates && (order === 'chain' || isListOfStates(values));
    if (!isStatus && !(areStates && (phrase?.isPronoun === true || isRecordPhrase(phrase)))) return undefined;
    if (isStatus && phrase?.key === 'condition' && !looksLikeStates) return undefined;
    return [{ kind: 'states', owner: stateOwner(owner, match.around.owner), values, order }];
  },
});

/** `can be borrowed and returned`, `can be started, then ended`, `put on display or moved`: what happens, and no states. */
function isDoing(tokens: readonly Token[], states: readonly Token[], values: readonly StateWord[]): boolean {
  const isMoved = states.some(
    (token, index) =>
      /^(?:put|taken|brought|moved|sent|placed)$/.test(token.lower) &&
      /^(?:to|on|in|into|out|off|back|under)$/.test(states[index + 1]?.lower ?? ''),
  );
  if (isMoved || values.some((value) => /^(?:put|taken|brought|moved|set|sent|placed) /.test(value.text)))
    return true;
  return (
    tokens.some((token) => /^(?:can|may|could)$/.test(token.lower)) &&
    states.some((token) => /^(?:and|then)$/.test(token.lower)) &&
    values.every((value) => baseOfParticiple(value.text) !== undefined)
  );
}

function partCount(tokens: readonly Token[]): number {
  return stateList(tokens).length;
}

/** `borrowed and returned` are things that happen; `available or borrowed` are states. */
function isListOfStates(values: readonly StateWord[]): boolean {
  const [first] = values;
  if (first && (isInitialState(first.text) || isRestingState(first.text))) return true;
  return values.some((value) => baseOfParticiple(value.text) === undefined);
}

const INITIAL: SentenceForm = form({
  name: 'starts as',
  means: 'The state of a new record.',
  examples: [
    'A new loan starts as active.',
    'New repairs are received.',
    'Tasks are initially open.',
    'Initially a dog is available.',
  ],
  patterns: [
    '@each? new|fresh <owner> starts|start|begins|begin as|in|with? status|state|the_state? <state>',
    '@each? <owner> starts|start|begins|begin as|in|out_as status|state|the_state? <state>',
    '@each? <owner> is|are initially|at_first <state>',
    '@each? <owner> is|are <state> first|at_first|initially|at_the_start|in_the_beginning|to_begin_with|to_start_with|at_the_beginning',
    'at_first|to_begin_with|in_the_beginning ,? @each? <owner> is|are <state>',
    'initially ,? @each? <owner> is|are <state>',
    'new <owner> is|are always|initially? <state>',
  ],
  read: (match) => {
    const said = stateWord(captured(match, 'state'));
    const state = said && isInitialState(singular(said.text)) ? { ...said, text: singular(said.text) } : said;
    const owner = stateOwner(captured(match, 'owner'), match.around.owner);
    const isSaid = match.tokens.some((token) =>
      /^(?:first|initially|beginning|starts?|start)$/.test(token.lower),
    );
    const isWord =
      isSaid &&
      state?.text.split(' ').length === 1 &&
      !/^(?:required|optional|unique|empty|\d.*)$/.test(state.text);
    if (!state || state.text.split(' ').length > 3 || !(isWord || isStateLike(state.text)) || !owner)
      return undefined;
    return [{ kind: 'initial', owner, state }];
  },
});

const MARK: SentenceForm = form({
  name: 'mark as',
  means: 'An action that puts a record into a state.',
  examples: [
    'Mark tasks as completed',
    'Set the status of a repair to done',
    'Marking an invoice as paid',
    'Tasks can be marked as done',
  ],
  confidence: 0.95,
  patterns: [
    'mark|marking|flag|tag <owner> as|= being? <states>',
    'when|once|if|as_soon_as @each? <owner> is|are|has_been|gets|get <done> ,? it|they should|must|can|may|is|are|gets|get be? marked|flagged as <states>',
    '@each? <owner> that|which|who is|are|was|were|got|get|has_been|have_been <done> should|must|can|may|is|are|gets|get be? marked|flagged as <states>',
    'mark|marking <owner> <states>',
    'set|change|setting|changing|switch the? status|state of <owner> to|as <states>',
    'set|move|put|change <owner> to|into|in|on status|state|the_status? <states>',
    '@each? <owner> @can|@must be marked|flagged|set as|to being? <states>',
  ],
  read: (match) => {
    const owner = stateOwner(captured(match, 'owner'), match.around.owner);
    const said = captured(match, 'states');
    const values = splitList(said)
      .map(stateWord)
      .filter((state) => state !== undefined);
    const isChoice = said.some((token) => token.lower === 'or');
    const beside = isChoice ? values.map((state) => state.text) : [];
    if (!owner || values.length === 0 || !(owner.isPronoun || isRecordPhrase(owner))) return undefined;
    const hasAs = match.tokens.some((token) => /^(?:as|to|into|on|in)$/.test(token.lower));
    if (!hasAs && !values.every((value) => isStateLike(value.text))) return undefined;
    return [
      ...(owner.isPronoun ? [] : [{ kind: 'entity', phrase: owner, strength: 'strong' } as const]),
      ...values.map(
        (state): Proposal => ({
          kind: 'action',
          owner,
          verb: verbToState(state.text) ?? `mark ${state.text}`,
          state,
          beside,
          span: spanOf(match.tokens),
          certainty: 'strong',
        }),
      ),
    ];
  },
});

const DO: SentenceForm = form({
  name: 'do',
  means: 'An imperative with a verb of change: an action.',
  examples: ['Calibrate the sensors', 'Graft trees'],
  confidence: 0.7,
  patterns: ['<verb> <owner>'],
  read: (match) => {
    const [verb] = captured(match, 'verb');
    const owner = readNounPhrase(captured(match, 'owner'));
    if (
      !verb ||
      captured(match, 'verb').length !== 1 ||
      !match.around.isLabel ||
      !isRecordPhrase(owner) ||
      owner.words.length > 2
    )
      return undefined;
    if (
      readVerbs(match.tokens).verbs.length > 0 ||
      isKnownAction(verb.lower) ||
      !/^[a-z]{3,}$/.test(verb.lower) ||
      /(?:s|ing|ly|ed|tion|ment|ness|er)$|^(?:the|an?|all|any|each|every|our|my|its|their|this|these|those|some|both|only|and|for|with|from|into|per|via)$/.test(
        verb.lower,
      )
    )
      return undefined;
    if (!/^(?:all|a|an|the|each|every)$/.test(captured(match, 'owner')[0]?.lower ?? '') && !owner.isPlural)
      return undefined;
    return [{ kind: 'action', owner, verb: verb.lower, span: spanOf(match.tokens), certainty: 'weak' }];
  },
});

export const STATE_FORMS: readonly SentenceForm[] = [MARK, INITIAL, GOES, STATES_ARE];

export const DO_SENTENCE: SentenceForm = DO;
