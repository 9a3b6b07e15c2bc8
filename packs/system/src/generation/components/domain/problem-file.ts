import { SourceFile } from '../../code/source-file.ts';
import { problemFile } from './refusal.ts';

export interface ProblemUsage {
  readonly hasRefusals: boolean;
  readonly hasFieldRefusals: boolean;
  /** Refusals with a status of their own that blame a field. */
  readonly hasBlames: boolean;
  readonly hasUniqueKeys: boolean;
}

/** `src/domain/problem.ts`. */
export function renderProblemFile({
  hasRefusals,
  hasFieldRefusals,
  hasBlames,
  hasUniqueKeys,
}: ProblemUsage): SourceFile {
  const file = new SourceFile(problemFile);
  file.add(`
/** What is wrong with one field of the input. */
export interface FieldError {
  /** The key, dotted for nested values: \`items.0.name\`. */
  readonly field: string;
  readonly code: string;
  readonly message: string;
}`);
  file.add(`
/** A refusal the client can act on. Thrown inside a transaction, it undoes the transaction. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  /** Stable and in snake_case: clients decide by it. */
  readonly code: string;
  readonly errors: readonly FieldError[];

  constructor(status: number, code: string, message: string, errors: readonly FieldError[] = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}`);
  if (hasRefusals) {
    file.add(hasBlames ? blamingRefuse : plainRefuse);
  }
  if (hasFieldRefusals) {
    file.add(`
/** Refuses the input because of one of its fields. */
export function refuseField(field: string, code: string, message: string): never {
  throw new Problem(400, 'invalid_input', 'The input is not valid.', [{ field, code, message }]);
}`);
  }
  if (hasUniqueKeys) {
    file.add(`
/** For values that must be unique, alone or together, and are not. */
export function notUnique(fields: readonly string[]): Problem {
  const message = fields.length === 1 ? 'Is already taken.' : 'Is already taken in this combination.';
  const errors = fields.map((field) => ({ field, code: 'not_unique', message }));
  return new Problem(409, 'not_unique', \`Another record has the same \${fields.join(' and ')}.\`, errors);
}`);
  }
  return file;
}

const plainRefuse = `
export function refuse(status: number, code: string, message: string): never {
  throw new Problem(status, code, message);
}`;

const blamingRefuse = `
/** Refuses the request, perhaps because of one field of its input. */
export function refuse(status: number, code: string, message: string, field?: string): never {
  throw new Problem(status, code, message, field === undefined ? [] : [{ field, code, message }]);
}`;
