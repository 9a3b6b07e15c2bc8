import { type ASTNode, type Environment, ParseError } from '@marcbachmann/cel-js';
import { EngineError } from '../errors.ts';
import { evaluation, functionNames } from './environment.ts';
import { ExpressionFailure, type ExpressionProblem } from './expression-failure.ts';
import { jsonValue } from './json-value.ts';
import { didYouMean } from './nearest-word.ts';

/** A CEL expression that has been parsed. Immutable, and free of side effects. */
export interface Expression {
  readonly source: string;
  readonly ast: ASTNode;
  /** The expression's value as plain JSON. Throws ExpressionError. */
  readonly evaluate: (variables: Variables) => unknown;
}

export type Variables = Readonly<Record<string, unknown>>;

/** An expression could not be evaluated with the values it was given. Trying again gives the same. */
export class ExpressionError extends EngineError {
  readonly code = 'expression_failed';
}

const maximumLength = 4_000;

/** Throws ExpressionFailure for a text that is not CEL. */
export function parseExpression(source: string): Expression {
  if (source.trim() === '') throw syntaxFailure(0, 'Expected an expression, got nothing.');
  if (source.length > maximumLength)
    throw syntaxFailure(0, `An expression has at most ${maximumLength} characters.`);
  try {
    const program = evaluation.parse(source);
    return { source, ast: program.ast, evaluate: (variables) => run(source, program, variables) };
  } catch (error) {
    if (!(error instanceof ParseError)) throw syntaxFailure(0, 'The expression cannot be read.');
    const offset = Math.min(error.range?.start ?? 0, source.length);
    throw syntaxFailure(offset, `${error.summary}.`, syntaxSuggestion(source, offset));
  }
}

/** The CEL type of an expression, given the types of what it sees, or what is wrong with it. */
export function checkExpression(
  { source }: Expression,
  environment: Environment,
  known: readonly string[],
): { readonly type: string; readonly problem?: never } | { readonly problem: ExpressionProblem } {
  const { valid, type = 'dyn', error } = environment.check(source);
  // Without a code the checker could not decide, so that running has to.
  if (valid || error?.code === undefined) return { type };
  const { start = 0, end = 0 } = error.range ?? {};
  const named = { offset: Math.min(start, source.length), message: `${error.summary}.` };
  return { problem: problemOf(error.code, error.summary, named, source.slice(start, end), known) };
}

function problemOf(
  code: string,
  summary: string,
  named: Pick<ExpressionProblem, 'offset' | 'message'>,
  word: string,
  known: readonly string[],
): ExpressionProblem {
  switch (code) {
    case 'unknown_variable':
    case 'no_such_key':
      return { code: 'unknown_name', ...named, suggestion: didYouMean(word, known) };
    case 'no_matching_overload':
      return functionProblem(named, summary);
    default:
      return { code: 'expression_type', ...named, suggestion: typeSuggestion(summary) };
  }
}

function run(source: string, program: (variables: Variables) => unknown, variables: Variables): unknown {
  try {
    return jsonValue(program(variables));
  } catch (error) {
    throw new ExpressionError(`${summaryOf(error)} in \`${source}\``, { cause: error });
  }
}

function summaryOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { summary } = error as { summary?: unknown };
  return typeof summary === 'string' ? summary : error.message;
}

function syntaxFailure(offset: number, message: string, suggestion?: string): ExpressionFailure {
  return new ExpressionFailure({ code: 'expression_syntax', offset, message, suggestion });
}

function functionProblem(
  named: Pick<ExpressionProblem, 'offset' | 'message'>,
  summary: string,
): ExpressionProblem {
  const name = /'(?:[^'(]*\.)?([A-Za-z_]\w*)\(/.exec(summary)?.[1] ?? '';
  if (functionNames.includes(name)) return { code: 'expression_type', ...named };
  return { code: 'unknown_function', ...named, suggestion: didYouMean(name, functionNames) };
}

function typeSuggestion(summary: string): string | undefined {
  if (/string \+ (double|int|bool)|(double|int|bool) \+ string/.test(summary))
    return 'Turn the value into text with `string(…)`.';
  return summary.includes('index must be int')
    ? 'Turn the value into a whole number with `int(…)`.'
    : undefined;
}

/** Slips of people who come from other languages. */
function syntaxSuggestion(source: string, offset: number): string | undefined {
  const rest = source.slice(offset);
  if (source.includes('${{')) return 'This place takes an expression as it is, without `${{ }}`.';
  if (rest.startsWith('=')) return 'Compare with `==`.';
  if (/^(and\b|&)/.test(rest)) return 'Write `&&`.';
  if (/^(or\b|\|)/.test(rest)) return 'Write `||`.';
  return /^not\b/.test(source.trimStart()) ? 'Write `!`.' : undefined;
}
