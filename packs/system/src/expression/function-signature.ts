/** Kinds of arguments; `any list` is a list of whatever. */
export type ParameterKind =
  | 'text'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'time'
  | 'duration'
  | 'list of text'
  | 'list of integer'
  | 'list of number'
  | 'list of duration'
  | 'list of values'
  | 'any list'
  /** Objects whose values are no lists and no objects. */
  | 'list of objects'
  | 'list of lists'
  /** A password as it is kept. */
  | 'password'
  /** A text written in the expression itself. */
  | 'literal';

/** What a call gives; `item`, `same list` and `inner list` depend on the list that is given. */
export type ResultKind =
  | ScalarKind
  | 'list of text'
  | 'list of integer'
  | 'same list'
  | 'inner list'
  | 'item or null'
  | `${ScalarKind} or null`;

type ScalarKind = 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime' | 'time' | 'duration';

/** One way to call a built-in function. Several entries of one name are overloads, tried in order. */
export interface FunctionSignature {
  readonly name: string;
  /** Called as `receiver.name(…)`; both ways when `isBoth`. */
  readonly isMethod?: true;
  readonly isBoth?: true;
  /** The receiver of a method comes first. */
  readonly parameters: readonly ParameterKind[];
  readonly result: ResultKind;
  /** What a call is compiled as, where that is not its name. */
  readonly as?: string;
  readonly summary: string;
}
