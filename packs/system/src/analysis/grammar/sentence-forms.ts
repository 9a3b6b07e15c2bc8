import type { SentenceForm } from './form.ts';
import { ACTION_FORMS, IS_THEN, TAKE_AND_BRING } from './forms/action-forms.ts';
import { ENTITY_FORMS, LABEL_FORMS } from './forms/entity-forms.ts';
import { ACT, ACTOR, CREATES, ENROL, ONLY_OPERATIONS, PEOPLE_ADD } from './forms/actor-forms.ts';
import { FEATURE } from './forms/feature-forms.ts';
import { ALLOWED, BY_VERB, FORBIDDEN, NOMINAL_FEATURE } from './forms/offer-forms.ts';
import { PASSIVE_FEATURE } from './forms/passive-forms.ts';
import { CONSTRAINT_SENTENCE, TOGETHER_FORMS, UNIQUE_FORMS } from './forms/field-forms.ts';
import { RELATION_FORMS } from './forms/relation-forms.ts';
import { RULE_FORMS } from './forms/rule-forms.ts';
import { AS_SAID_FORMS, VALUE_SENTENCES } from './forms/value-sentences.ts';
import { DO_SENTENCE, STATE_FORMS } from './forms/state-forms.ts';
import { GUARD_FORMS } from './forms/guard-forms.ts';

/** Forms that span a whole sentence, read before it is split into clauses. */
export const WHOLE_SENTENCE_FORMS: readonly SentenceForm[] = [...RULE_FORMS, ...TOGETHER_FORMS];

/** The brief language: every form of sentence, in the order they are tried. The first that reads a clause wins. */
export const SENTENCE_FORMS: readonly SentenceForm[] = [
  ...AS_SAID_FORMS,
  ...VALUE_SENTENCES,
  ...RULE_FORMS,
  ...UNIQUE_FORMS,
  ...RELATION_FORMS,
  ONLY_OPERATIONS,
  ...GUARD_FORMS,
  PASSIVE_FEATURE,
  NOMINAL_FEATURE,
  FORBIDDEN,
  BY_VERB,
  ALLOWED,
  ...STATE_FORMS,
  ...ACTION_FORMS,
  ...ENTITY_FORMS,
  PEOPLE_ADD,
  CREATES,
  TAKE_AND_BRING,
  ACTOR,
  IS_THEN,
  CONSTRAINT_SENTENCE,
  ENROL,
  ACT,
  FEATURE,
  DO_SENTENCE,
  ...LABEL_FORMS,
];
