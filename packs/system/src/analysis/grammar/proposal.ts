import type { Span } from '../../requirements/requirements.ts';
import type { FieldPhrase } from './field-phrase.ts';
import type { Constraint } from './constraint.ts';
import type { NounPhrase } from './noun-phrase.ts';
import type { StandardVerb } from '../words/verbs.ts';

/**
 * What a sentence form read in a clause. A proposal says what was said; whether a phrase in it is an entity or a field, and
 * whether it fits with everything else, is decided later with the whole request in view.
 */
export type Proposal =
  | {
      readonly kind: 'title';
      readonly words: readonly string[];
      readonly span: Span;
      readonly isDomain?: boolean;
    }
  | { readonly kind: 'entity'; readonly phrase: NounPhrase; readonly strength: Strength }
  | {
      readonly kind: 'fields';
      readonly owner: NounPhrase | undefined;
      readonly fields: readonly FieldPhrase[];
      readonly isOptional?: boolean;
    }
  | {
      readonly kind: 'constraint';
      readonly subject: NounPhrase;
      readonly constraints: readonly Constraint[];
      readonly leftovers: readonly Span[];
    }
  /** Said of all fields of the list before, or of its last two. */
  | {
      readonly kind: 'whole-list';
      readonly isBoth: boolean;
      readonly except: readonly string[];
      readonly constraints: readonly Constraint[];
    }
  | { readonly kind: 'unique'; readonly owner: NounPhrase; readonly fields: readonly NounPhrase[] }
  | {
      readonly kind: 'reference';
      readonly from: NounPhrase;
      readonly to: NounPhrase;
      readonly isOptional?: boolean;
      readonly isMany?: boolean;
      readonly needsKnown?: boolean;
    }
  | {
      readonly kind: 'states';
      readonly owner: NounPhrase | undefined;
      readonly values: readonly StateWord[];
      readonly order: 'chain' | 'listed';
    }
  | { readonly kind: 'initial'; readonly owner: NounPhrase | undefined; readonly state: StateWord }
  | {
      readonly kind: 'action';
      readonly owner: NounPhrase;
      readonly verb: string;
      readonly state?: StateWord;
      /** Said to be possible from these states. */
      readonly from?: readonly StateWord[];
      /** Takes back what another verb did: leads to the state before it. */
      readonly undoes?: string;
      /** `at any time`: possible from every state but the one it leads to. */
      readonly isAnytime?: boolean;
      /** States that answer the same question: none of them leads to another. */
      readonly beside?: readonly string[];
      /** The state that a record is in before the verb applies, when the words say so. */
      readonly before?: string;
      readonly span: Span;
      readonly certainty: Strength;
    }
  | {
      readonly kind: 'guard';
      readonly owner: NounPhrase;
      readonly verb: string;
      readonly from: readonly StateWord[];
      readonly isAllowed: boolean;
      /** `until it is sent`: neither in that state nor in those behind it. */
      readonly isUntil?: boolean;
      readonly span: Span;
    }
  | {
      readonly kind: 'feature';
      readonly verb: StandardVerb;
      readonly phrase: NounPhrase;
      readonly span: Span;
    }
  | {
      readonly kind: 'forbid';
      readonly verbs: readonly StandardVerb[];
      readonly phrase: NounPhrase;
      readonly span: Span;
    }
  | {
      readonly kind: 'only';
      readonly verbs: readonly StandardVerb[];
      readonly phrase: NounPhrase | undefined;
      readonly span: Span;
    }
  | {
      readonly kind: 'filter';
      readonly phrase: NounPhrase | undefined;
      readonly fields: readonly NounPhrase[];
      readonly isDescending?: boolean;
    }
  | {
      readonly kind: 'sort';
      readonly phrase: NounPhrase | undefined;
      readonly fields: readonly NounPhrase[];
      readonly isDescending?: boolean;
    }
  | {
      readonly kind: 'storage';
      readonly storage: 'memory' | 'sqlite' | 'postgresql';
      readonly span: Span;
      readonly isGeneral?: boolean;
      readonly product?: string;
    }
  | { readonly kind: 'port'; readonly port: number; readonly span: Span }
  | { readonly kind: 'prefix'; readonly prefix: string; readonly span: Span }
  | { readonly kind: 'http'; readonly span: Span }
  | {
      readonly kind: 'delete-rule';
      readonly parent: NounPhrase;
      readonly child: NounPhrase | undefined;
      readonly rule: 'restrict' | 'cascade' | 'clear';
    }
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'problem'; readonly why: string }
  /** Somebody does something with a record: the creation of the record that links both, if there is one; else what `otherwise` says. */
  | {
      readonly kind: 'act';
      readonly actor: NounPhrase | undefined;
      readonly verb: string;
      readonly object: NounPhrase;
      readonly span: Span;
      readonly otherwise: readonly Proposal[];
      /** `only once`: no second record links the same two. */
      readonly isOnce?: boolean;
    }
  | { readonly kind: 'context' };

/** How much a mention alone says that a phrase is a kind of record. */
export type Strength = 'strong' | 'weak';

export interface StateWord {
  /** As said, lower case: `in progress`. */
  readonly text: string;
  readonly span: Span;
}

/** A condition or effect beyond fields and states; becomes a written operation. */
export type Rule =
  | {
      readonly kind: 'available';
      readonly child: NounPhrase;
      readonly parent: NounPhrase;
      readonly states: readonly StateWord[];
      readonly isAllowed: boolean;
      readonly span: Span;
    }
  | {
      readonly kind: 'capacity';
      readonly parent: NounPhrase;
      readonly child: NounPhrase;
      readonly limit: readonly string[] | number;
      readonly span: Span;
    }
  | {
      readonly kind: 'counter';
      readonly field: NounPhrase;
      readonly by: readonly string[] | number;
      readonly child: NounPhrase;
      readonly direction: 1 | -1;
      /** What is done to the child: `create`, or an action such as `cancel`. */
      readonly verb: string;
      readonly floor?: number;
      readonly span: Span;
    }
  | {
      readonly kind: 'order';
      readonly owner: NounPhrase | undefined;
      readonly earlier: NounPhrase;
      readonly later: NounPhrase;
      readonly isStrict: boolean;
      readonly span: Span;
    }
  /** A new record, or an action on one, puts the record it refers to into a state. */
  | {
      readonly kind: 'effect';
      readonly child: NounPhrase;
      readonly verb: string;
      readonly parent: NounPhrase;
      readonly state: StateWord;
      readonly span: Span;
    }
  /** A date compared with the day on which the record is written. */
  | {
      readonly kind: 'moment';
      readonly owner: NounPhrase | undefined;
      readonly field: NounPhrase;
      readonly comparison: '>' | '>=' | '<' | '<=';
      readonly span: Span;
    }
  | {
      readonly kind: 'frozen';
      readonly owner: NounPhrase;
      readonly states: readonly StateWord[];
      readonly verbs: readonly StandardVerb[];
      readonly span: Span;
    };

/** What a statement was read as: by which form, in which part of the request. */
export interface Reading {
  readonly rule: string;
  readonly span: Span;
  readonly confidence: number;
  readonly proposals: readonly Proposal[];
}
