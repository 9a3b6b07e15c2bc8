import type { Span } from '../../requirements/requirements.ts';
import type { Constraint } from '../grammar/constraint.ts';
import type { Rule } from '../grammar/proposal.ts';
import type { ScalarType, ValueGuess } from '../words/value-types.ts';
import type { StandardVerb } from '../words/verbs.ts';
import type { OperationDraft } from './operation-draft.ts';

/** Something the request said, and where. */
export interface Said<T> {
  readonly value: T;
  readonly span: Span;
}

export interface FieldDraft {
  readonly name: string;
  readonly words: readonly string[];
  readonly guess: ValueGuess;
  /** Where it was first named. */
  readonly span: Span;
  reference?: string;
  referenceRule?: 'restrict' | 'cascade' | 'clear';
  isList: boolean;
  /** The request itself says that it is a list. */
  isSaidList?: boolean;
  /** Implied by how it was named. */
  shape?: ScalarType;
  type?: Said<ScalarType>;
  unit?: Said<ScalarType>;
  required?: Said<boolean>;
  unique?: Said<{ readonly ignoreCase: boolean }>;
  minimum?: Said<Bound>;
  maximum?: Said<Bound>;
  values?: Said<readonly string[]>;
  defaultValue?: Said<string>;
  pattern?: Said<string>;
  start?: Said<string>;
}

export type Bound = Pick<Extract<Constraint, { kind: 'bound' }>, 'value' | 'measure' | 'isExclusive'>;

export interface ActionDraft {
  readonly name: string;
  readonly verb: string;
  from: readonly string[];
  readonly to: string;
}

export interface MachineDraft {
  field: string;
  values: string[];
  readonly actions: Map<string, ActionDraft>;
}

export interface EntityDraft {
  readonly key: string;
  readonly words: readonly string[];
  readonly name: string;
  readonly plural?: string;
  readonly fields: Map<string, FieldDraft>;
  readonly unique: (readonly string[])[];
  readonly features: Set<StandardVerb>;
  readonly forbidden: Set<StandardVerb>;
  only?: Set<StandardVerb>;
  readonly filters: Set<string>;
  sort?: string;
  machine?: MachineDraft;
  readonly rules: Rule[];
}

/** The document while it is put together. */
export interface Draft {
  /** By key, in the order of first mention. */
  readonly entities: Map<string, EntityDraft>;
  /** The same by lower-case name. */
  readonly names: Map<string, EntityDraft>;
  readonly operations: Map<string, OperationDraft>;
  title?: Said<readonly string[]>;
  storage?: Said<'memory' | 'sqlite' | 'postgresql'>;
  port?: Said<number>;
  prefix?: Said<string>;
}
