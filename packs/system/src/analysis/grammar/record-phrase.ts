import { wordSet } from '../words/word-list.ts';
import type { NounPhrase } from './noun-phrase.ts';

/** Words that stand for the system or the around it: never a kind of record by themselves. */
export const NOT_RECORDS = wordSet(
  'system app application api service software program tool website backend server platform solution project product ' +
    'we i you they it us them everyone someone anyone somebody nobody data information everything something anything nothing ' +
    'thing things following feature features requirement requirements field fields attribute attributes property properties entity entities model ' +
    'database storage memory endpoint endpoints port json rest http crud way ability possibility one ones each all id ids name names detail details ' +
    'page pagination filter filters search list lists record records request requests response responses error errors validation test tests ' +
    'time date today day lot lots kind kinds type types sort restart restarts sqlite place order ' +
    'overview behaviour behavior ok okay fine good functionality introduction background summary remark remarks person-hour',
);

/** Pronouns, quantities, comparisons and auxiliaries: a phrase with one of them in it names no kind of record. */
const NO_NAME = wordSet(
  'i me us we you them him it they nobody noone everybody everyone anybody anyone somebody someone others both than more less most least ' +
    'none not nothing anything everything something else be been being am is are was were has have had do does did can could may might must ' +
    'should would cannot shall ok okay please also very too again then when while whenever without ones all many any some each every ' +
    'the this these those newest latest oldest',
);

/** Verbs that no noun begins with: `add records`, `remove dogs`. */
const NEVER_FIRST = wordSet(
  'add create delete remove edit manage keep get find allow let mark make need want show see sort ensure store save',
);

const INSIDE = /^(?:in|on|at|which|that|is|are|who|was|were|to|from|with|as|and|by|into|than|up|off|away)$/;

const OPENS_CLAUSE =
  /^(?:what|which|how|whether|where|when|whatever|that|if|not|only|and|or|as|in|on|by|with|every)$/;

/** Words for the system and its parts that are kinds of record for others. */
const SYSTEM_RECORD =
  /^(?:request|order|place|page|test|record|thing|product|project|type|service|tool|model|property|feature)s?$/;
const SYSTEM_RECORDS = /^(?:databases|servers|apps|applications|websites|platforms|programs)$/;

export function isRecordPhrase(phrase: NounPhrase | undefined): phrase is NounPhrase {
  if (phrase === undefined || phrase.isPronoun || phrase.words.length > 4) return false;
  if (!isName(phrase) || isImperative(phrase)) return false;
  return !isStandIn(phrase) || SYSTEM_RECORD.test(phrase.key) || SYSTEM_RECORDS.test(phrase.words[0] ?? '');
}

/** Nothing in it makes it a clause, a quantity or a place. */
function isName({ key, words }: NounPhrase): boolean {
  const isClause =
    OPENS_CLAUSE.test(words[0] ?? '') ||
    words.slice(1, -1).some((word) => INSIDE.test(word)) ||
    /^(?:which|that|is|are)$/.test(words.at(-1) ?? '');
  return key.length > 1 && !isClause && !words.some((word) => NO_NAME.has(word));
}

function isImperative(phrase: NounPhrase): boolean {
  return NEVER_FIRST.has(phrase.words[0] ?? '') && !/^(?:show|store|find)s?$/.test(phrase.key);
}

/** A single word that stands for the system or what surrounds it. */
function isStandIn(phrase: NounPhrase): boolean {
  const [first = ''] = phrase.words;
  return phrase.words.length === 1 && (NOT_RECORDS.has(first) || NOT_RECORDS.has(phrase.key));
}
