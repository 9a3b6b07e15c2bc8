import { lowerAt, lowerText } from '../../text/token-at.ts';
import type { Token } from '../../text/tokens.ts';
import { spanOf } from '../constraint.ts';
import { captured, form, type FormMatch, type SentenceForm } from '../form.ts';
import { readNounPhrase, splitList } from '../noun-phrase.ts';
import { numberOf } from '../pattern.ts';
import type { Proposal, StateWord } from '../proposal.ts';
import { baseOfParticiple } from '../../words/verbs.ts';
import { standardParticiples } from './participles.ts';
import { isStateLike } from '../../words/states-like.ts';
import { stateWord } from './state-forms.ts';

function states(tokens: readonly Token[]): readonly StateWord[] | undefined {
  const found = splitList(tokens).map(stateWord);
  return found.length > 0 && found.every((state) => state !== undefined && isStateLike(state.text))
    ? (found as StateWord[])
    : undefined;
}

const ONLY_WHEN_AVAILABLE: SentenceForm = form({
  name: 'only possible when',
  means: 'A record can be created only while the record it refers to is in a state.',
  examples: [
    'A loan is only possible when the book is available.',
    'Bookings are only allowed for active members.',
    'A loan can only be created if the book is available.',
  ],
  confidence: 0.9,
  patterns: [
    '@each? <child> is|are only possible|allowed|permitted|accepted @when the|its|their|a? <parent> is|are <states>',
    '@each? <child> is|are possible|allowed|permitted|accepted only @when the|its|their|a? <parent> is|are <states>',
    '@each? <child> can|may only be created|made|added|recorded|registered|placed|booked @when|for the|its|their|a? <parent> is|are <states>',
    '@each? <child> can|may be created|made|added|recorded|registered|placed only @when the|its|their|a? <parent> is|are <states>',
    '@each? <child> is|are only possible|allowed|permitted|accepted for <object>',
    '@each? <child> is|are possible|allowed|permitted only for <object>',
    '@each? <child> requires|require an|a <object>',
  ],
  read: (match) => readAvailability(match, true),
});

/** What the words before and after the condition name: the record to be made, and the one whose state decides. */
function readAvailability(match: FormMatch, isAllowed: boolean): readonly Proposal[] | undefined {
  const child = readNounPhrase(captured(match, 'child'));
  const object = captured(match, 'object');
  const parent = readNounPhrase(object.length > 0 ? object.slice(1) : captured(match, 'parent'));
  const found = states(object.length > 0 ? object.slice(0, 1) : captured(match, 'states'));
  if (!child || !parent || !found) return undefined;
  return [
    {
      kind: 'rule',
      rule: {
        kind: 'available',
        child,
        parent,
        states: found,
        isAllowed,
        span: spanOf(match.tokens),
      },
    },
  ];
}

const NOT_WHEN: SentenceForm = form({
  name: 'impossible when',
  means: 'A record cannot be created while the record it refers to is in a state.',
  examples: [
    'A loan is not possible when the book is lost.',
    'Suspended members cannot make bookings.',
    'No bookings for cancelled classes.',
  ],
  confidence: 0.85,
  patterns: [
    '@each? <child> is|are not possible|allowed|permitted|accepted @when the|its|a? <parent> is|are <states>',
    '@each? <child> @cannot be created|made|added|recorded|placed @when the|its|a? <parent> is|are <states>',
    '@each? <object> @cannot make|place|have|create|take|get|start a|an|any|new|more? <child>',
    'no new? <child> for|of|with|on|to <object>',
  ],
  read: (match) => readAvailability(match, false),
});

const CAPACITY: SentenceForm = form({
  name: 'at most',
  means: 'No more records of one kind may refer to one of another than a number or a field of it says.',
  examples: [
    'A class takes at most capacity bookings.',
    'A member can have at most 5 loans.',
    'A class cannot have more bookings than its capacity.',
    'The number of bookings of a class must not exceed its capacity.',
  ],
  confidence: 0.85,
  patterns: [
    '@each? <parent> takes|take|accepts|can_have|may_have|has|have|holds|can_hold|can_take|can_accept|allows|must_have|may_take|can_only_have at_most|no_more_than|a_maximum_of|up_to|not_more_than|max|maximum <n#> <child>',
    '@each? <parent> takes|take|accepts|can_have|may_have|has|have|holds|can_hold|can_take|can_accept|allows|may_take at_most|no_more_than|a_maximum_of|up_to|as_many_as its|the? <field> <child>',
    '@each? <parent> @cannot have|take|accept|hold|get more_than <n#> <child>',
    '@each? <parent> @cannot have|take|accept|hold|get more <child> than its|the|their <field>',
    'the? number_of <child> of|for|in|per a|an|the|each <parent> @cannot be|exceed larger_than|greater_than|more_than|higher_than? its|the|their <field>',
    'no|not more <child> than the|its? <field> of|for a|an|the|each <parent>',
    'at_most|no_more_than|maximum|max <n#> <child> per|for_each|for_every <parent>',
  ],
  read: (match) => {
    const [parent, child, field] = [
      readNounPhrase(captured(match, 'parent')),
      readNounPhrase(captured(match, 'child')),
      readNounPhrase(captured(match, 'field')),
    ];
    const limit = captured(match, 'n').length > 0 ? numberOf(captured(match, 'n')) : field?.words;
    if (
      !parent ||
      !child ||
      limit === undefined ||
      child.words.length > 3 ||
      !(child.isPlural || limit === 1) ||
      /^(?:character|char|letter|digit|item|entry|word)$/.test(child.key)
    )
      return undefined;
    return [{ kind: 'rule', rule: { kind: 'capacity', parent, child, limit, span: spanOf(match.tokens) } }];
  },
});

const COUNTER: SentenceForm = form({
  name: 'increases or decreases',
  means: 'Creating a record, or an action on it, changes a number of the record it refers to.',
  examples: [
    'Stock decreases by quantity when a sale is recorded, and never below zero.',
    'Each visit increases the visit count of the member by 1.',
    'When a delivery is recorded, the stock of the product increases by its quantity.',
    'A sale reduces the stock of the plant by the quantity sold.',
    'When a sale is cancelled, the stock of the product goes up by the quantity.',
  ],
  confidence: 0.85,
  patterns: [
    'the? <field> v=decreases|increases|drops|rises|goes_down|goes_up|is_reduced|is_decreased|is_increased|grows|falls|is_lowered|is_raised|must_decrease|must_increase|should_decrease|should_increase|must_go_down|must_go_up by the|its|one? <amount> when|whenever|with|each_time|every_time|for|once each|every|a|an|the? <child> is|are|has_been|gets <done> , and? never|not|cannot|but? go|drop|fall|below <floor?>',
    'the? <field> v=decreases|increases|drops|rises|goes_down|goes_up|is_reduced|is_decreased|is_increased|grows|falls|is_lowered|is_raised|must_decrease|must_increase|should_decrease|should_increase|must_go_down|must_go_up by the|its|one? <amount> when|whenever|with|each_time|every_time|for|once each|every|a|an|the? <child> is|are|has_been|gets <done>',
    'when|whenever|each_time|every_time|once|if a|an|each|the <child> is|are|has_been|gets <done> ,? the|its? <field> v=decreases|increases|drops|rises|goes_down|goes_up|is_reduced|is_decreased|is_increased|grows|falls|is_lowered|is_raised|must_decrease|must_increase|should_decrease|should_increase|must_go_down|must_go_up again? by the|its|that? <amount>',
    'recording|creating|adding|registering|entering|making @each? <child> v=increases|decreases|reduces|raises|lowers the|its|their <field> by the|its|that? <amount>',
    '@each? <child> v=increases|decreases|reduces|raises|lowers the|its|their <field> by the|its|that? <amount>',
    '@each? <child> v=increases|decreases|reduces|raises|lowers the|its|their <field>',
  ],
  read: (match) => {
    const verb = captured(match, 'v')
      .map((token) => token.lower)
      .join(' ');
    const direction = /increas|rise|raise|up|grow/.test(verb) ? 1 : -1;
    const child = readNounPhrase(captured(match, 'child'));
    const fieldTokens = captured(match, 'field');
    const of = fieldTokens.findIndex((token, index) => index > 0 && token.lower === 'of');
    const field = of > 0 ? readNounPhrase(fieldTokens.slice(0, of)) : readNounPhrase(fieldTokens);
    const owner = of > 0 ? readNounPhrase(fieldTokens.slice(of + 1)) : field?.owner;
    const amount = captured(match, 'amount');
    const by =
      amount.length === 0
        ? 1
        : (numberOf(amount.slice(0, 1)) ??
          readNounPhrase(
            amount.filter(
              (token) => !/^(?:sold|used|delivered|bought|taken|received|ordered)$/.test(token.lower),
            ),
          )?.words);
    const done = doneVerb(captured(match, 'done'));
    if (!child || !field || by === undefined || child.words.length > 3 || field.words.length > 4)
      return undefined;
    if (done === undefined) return undefined;
    return [
      {
        kind: 'rule',
        rule: {
          kind: 'counter',
          field: owner ? { ...field, owner } : field,
          by,
          child,
          direction,
          verb: done,
          span: spanOf(match.tokens),
        },
      },
    ];
  },
});

const DATE_ORDER: SentenceForm = form({
  name: 'after',
  means: 'One date, time or number may not come before another of the same record.',
  examples: [
    'The end date must be after the start date.',
    'The return date cannot be before the loan date.',
    'The end date must not be earlier than the start date.',
  ],
  confidence: 0.9,
  patterns: [
    'the|a|an|its? <later> @must be v=after|later_than|greater_than|larger_than|higher_than the|its? <earlier>',
    'the|a|an|its? <later> @must be v=on_or_after|at_or_after|at_least|the_same_as_or_after the|its? <earlier>',
    'the|a|an|its? <later> @cannot be v=before|earlier_than|less_than|smaller_than|lower_than the|its? <earlier>',
    'the|a|an|its? <earlier> @must be v=before|earlier_than|less_than|smaller_than the|its? <later>',
    'the|a|an|its? <earlier> @cannot be v=after|later_than|greater_than|larger_than the|its? <later>',
  ],
  read: (match) => {
    const [earlier, later] = [
      readNounPhrase(captured(match, 'earlier')),
      readNounPhrase(captured(match, 'later')),
    ];
    const isFixed =
      /^(?:today|now|\d+|zero)$/.test(earlier?.key ?? '') ||
      /^(?:today|now|\d+|zero)$/.test(later?.key ?? '');
    if (
      !earlier ||
      !later ||
      isFixed ||
      captured(match, 'earlier').some((token) => token.kind === 'number') ||
      earlier.words.length > 3 ||
      later.words.length > 4
    )
      return undefined;
    const isNot = match.tokens.some((token) => /^(?:cannot|not|never)$/.test(token.lower));
    const isInclusive =
      isNot || match.tokens.some((token) => token.lower === 'or' || token.lower === 'least');
    return [
      {
        kind: 'rule',
        rule: {
          kind: 'order',
          owner: match.around.owner,
          earlier,
          later,
          isStrict: !isInclusive,
          span: spanOf(match.tokens),
        },
      },
    ];
  },
});

/** What `is recorded`, `is cancelled` says is done: `create` for a new record, else the action. */
function doneVerb(done: readonly Token[]): string | undefined {
  const isNew =
    done.length === 0 ||
    standardParticiples(done)?.[0] === 'create' ||
    /^(?:made|placed|opened|started|booked|taken|sold)$/.test(lowerAt(done, 0));
  return isNew ? 'create' : baseOfParticiple(lowerText(done));
}

const EFFECT: SentenceForm = form({
  name: 'becomes when',
  means: 'A new record, or an action on it, puts the record it refers to into a state.',
  examples: [
    'When a loan is created, the book becomes borrowed.',
    'When a loan is returned, the book becomes available again.',
    'Creating a loan marks the book as borrowed.',
  ],
  confidence: 0.85,
  patterns: [
    'when|whenever|once|as_soon_as|if @each? <child> is|are|has_been|gets <done> ,? then? the|its|that|a|an? <parent> becomes|become|is_marked_as|is_set_to|is_then|will_be|must_become|should_become|must_be_marked_as|should_be_marked_as|gets|is_marked|turns|is_automatically <state>',
    'creating|recording|adding|registering @each? <child> marks|sets|makes|puts the|its|that? <parent> as|to|in|into? <state>',
    'the|its? <parent> becomes|become|is_marked_as|is_set_to|will_be|must_become|should_become <state> when|whenever|once|as_soon_as|if @each? <child> is|are|has_been|gets <done>',
  ],
  read: (match) => {
    const [child, parent] = [
      readNounPhrase(captured(match, 'child')),
      readNounPhrase(captured(match, 'parent')),
    ];
    const [state] = states(captured(match, 'state')) ?? [];
    const done = captured(match, 'done');
    const verb = doneVerb(done);
    if (
      !child ||
      !parent ||
      !state ||
      verb === undefined ||
      parent.isPronoun ||
      child.words.length > 3 ||
      parent.words.length > 3
    )
      return undefined;
    return [
      { kind: 'rule', rule: { kind: 'effect', child, verb, parent, state, span: spanOf(match.tokens) } },
    ];
  },
});

const MOMENT: SentenceForm = form({
  name: 'in the future or past',
  means: 'A date compared with the day on which the record is written.',
  examples: [
    'The due date must be in the future.',
    'The date of birth cannot be in the future.',
    'A booking date cannot be in the past.',
  ],
  confidence: 0.9,
  patterns: [
    '@each? <field> @must be|lie v=in_the_future|after_today|later_than_today',
    '@each? <field> @must be|lie v=in_the_past|before_today|earlier_than_today',
    '@each? <field> n=@cannot be|lie v=in_the_future|after_today|later_than_today',
    '@each? <field> n=@cannot be|lie v=in_the_past|before_today|earlier_than_today',
    '@each? <field> @must be v=today_or_later|on_or_after_today',
    '@each? <field> @must be v=today_or_earlier|on_or_before_today',
  ],
  read: (match) => {
    const field = readNounPhrase(captured(match, 'field'));
    const said = captured(match, 'v')
      .map((token) => token.lower)
      .join(' ');
    const isAfter = /future|after|later/.test(said);
    const isInclusive = / or /.test(said) || said.startsWith('on or');
    const isNot = captured(match, 'n').length > 0;
    const comparison = isInclusive
      ? isAfter
        ? '>='
        : '<='
      : isNot
        ? isAfter
          ? '<='
          : '>='
        : isAfter
          ? '>'
          : '<';
    if (!field || field.words.length > 4) return undefined;
    return [
      {
        kind: 'rule',
        rule: {
          kind: 'moment',
          owner: field.owner ?? match.around.owner,
          field,
          comparison,
          span: spanOf(match.tokens),
        },
      },
    ];
  },
});

export const RULE_FORMS: readonly SentenceForm[] = [
  ONLY_WHEN_AVAILABLE,
  NOT_WHEN,
  EFFECT,
  COUNTER,
  CAPACITY,
  MOMENT,
  DATE_ORDER,
];
