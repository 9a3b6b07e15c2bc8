import { UNITS } from '../words/units.ts';
import {
  CREATE_VERBS,
  DELETE_VERBS,
  FILTER_VERBS,
  KEEP_VERBS,
  LIST_VERBS,
  READ_VERBS,
  SORT_VERBS,
  UPDATE_VERBS,
} from '../words/verbs.ts';
import { wordSet } from '../words/word-list.ts';

/** The word classes that patterns may name as `@class`. Members may be phrases. */
export const WORD_CLASSES: Readonly<Record<string, ReadonlySet<string>>> = {
  create: CREATE_VERBS,
  list: LIST_VERBS,
  read: READ_VERBS,
  update: UPDATE_VERBS,
  delete: DELETE_VERBS,
  filter: FILTER_VERBS,
  sort: SORT_VERBS,
  keep: new Set([
    ...KEEP_VERBS,
    ...wordSet(
      'manages tracks keeps stores records maintains handles organises organizes administers holds registers logs "keeps track of" "keeps records of" "keeps a record of" "takes care of" catalogues catalogs covers',
    ),
  ]),
  each: wordSet('each every a an any all the one "each of the" "every single" "for each" "for every"'),
  has: wordSet(
    'has have contains contain includes include "consists of" "consist of" "is made up of" "are made up of" "comes with" "come with" ' +
      '"is described by" "are described by" "must have" "should have" "needs to have" "need to have" "shall have" "will have" "has got" "have got" ' +
      '"has to have" "have to have" "is defined by" "are defined by" "is composed of" "also has" "also have" "always has" "always have" carries carry comprises gets get receives receive records stores notes holds shows "is recorded with" "are recorded with" "is registered with" "are registered with" "is entered with" "are entered with" "is described with" "is listed with" "are listed with" "is added with" "are added with" "is created with" "are created with" ' +
      '"is stored with" "are stored with" "is characterised by" "is characterized by" "is kept with" "are kept with"',
  ),
  'may-have': wordSet(
    '"may have" "can have" "might have" "could have" "may also have" "can also have" "optionally has" "optionally have" "may include" "can include" "may contain" "sometimes has" "sometimes have" "may carry"',
  ),
  needs: wordSet(
    'needs need requires require "must include" "must contain" "must be given" "should include" "should contain"',
  ),
  is: wordSet(
    'is are "must be" "should be" "has to be" "have to be" "can be" "may be" "shall be" "will be" "can only be" "must always be" "is always" "are always" "needs to be" "need to be" "should always be" "may only be"',
  ),
  can: wordSet(
    'can may could "can also" "may also" might "must be able to" "should be able to" "is able to" "are able to"',
  ),
  must: wordSet('must should shall will "has to" "have to" "needs to" "need to"'),
  cannot: wordSet(
    'cannot "can not" "may not" "must not" "should not" "can never" "may never" "must never" never "shall not" "will not" "is not allowed to" "are not allowed to" "could not"',
  ),
  with: wordSet(
    'with including "along with" "together with" having by "consisting of" containing giving specifying "by giving" "by entering" "by providing" noting "which have" "that have" "which has" "that has" "who have" "who has" "using" "providing"',
  ),
  links: wordSet(
    'links link connects connect joins join assigns assign ties tie associates associate pairs pair "is for" "are for" "refers to" "refer to" references "is linked to" "are linked to" ' +
      '"is made for" "are made for" "is between" "is made by" "are made by" "relates to" "relate to" "is related to" "is about" "are about" "concerns" "is associated with" "are associated with" ' +
      '"is attached to" "are attached to" "is tied to" "is connected to" "points to" "is assigned to" "are assigned to" ' +
      '"is placed by" "are placed by" "is written by" "is created by" "is taken by" "is given by" "is issued to" "is requested by" "is held by" "is run by" "is led by" "is taught by" "is organised by" "is organized by" "is supplied by" "are supplied by" "comes from" "come from" "is stored in" "is kept in" "is located in" "lives in" "live in" "is held in" "takes place in" "is grown in" "is owned by" "are owned by" ' +
      '"is part of" "are part of" "is done by" "is for one" "is carried out on" "is performed on"',
  ),
  belongs: wordSet(
    '"belongs to" "belong to" "must belong to" "always belongs to" "belongs to exactly" "should belong to" "can belong to" "may belong to"',
  ),
  number: wordSet('number amount quantity count'),
  article: wordSet('a an the its their his her our each every any one'),
  only: wordSet('only "only ever" just'),
  when: wordSet(
    'when while if once "as long as" "provided that" "provided" "only when" "only if" "only while" "in case" "whenever" "as soon as" "after" "every time" "each time"',
  ),
  go: wordSet(
    'goes go moves move changes change passes pass progresses progress advances advance transitions transition runs run proceeds evolves flows',
  ),
  storage: wordSet(
    'store stored storing keep kept keeping save saved saving persist persisted persistent persisting hold held use using storage database data backed uses stores keeps',
  ),
  currency: wordSet('€ $ £ eur usd gbp'),
  unit: UNITS,
  'type-word': wordSet(
    '"date and time" "date + time" "date / time" "email addresses" "e-mail addresses" emails e-mails dates links urls date-time "date time" datetime timestamp date "calendar date" time "time of day" "whole number" "whole numbers" integer integers int ' +
      'decimal decimals float double number numbers "real number" "decimal number" numeric boolean bool "yes or no" "true or false" flag checkbox money currency "amount of money" ' +
      'text texts string strings str varchar "free text" "short text" "long text" email e-mail "email address" "e-mail address" url link "web address" uuid guid phone "phone number" ' +
      '"telephone number" isbn json',
  ),
};
