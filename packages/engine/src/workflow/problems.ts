import type { ExpressionFailure, ExpressionProblem } from '../expression/expression-failure.ts';
import type { TemplatePlace } from '../expression/template.ts';
import { type Diagnostic, type DiagnosticCode, type DocumentPath, pathText } from './diagnostic.ts';
import { WorkflowError } from './errors.ts';
import type { Place, Places } from './places.ts';

export interface Problem {
  readonly code: DiagnosticCode;
  readonly path: DocumentPath;
  readonly message: string;
  readonly suggestion?: string | undefined;
  /** Characters into the text at `path`. */
  readonly offset?: number | undefined;
  /** The problem lies with the key at the end of `path`, not with its value. */
  readonly isKey?: boolean | undefined;
}

/** Collects everything that is wrong with one file, each with its place, so that one reading tells all of it. */
export class Problems {
  readonly file: string;
  readonly #places: Places;
  readonly #found = new Map<string, Diagnostic>();

  constructor(file: string, places: Places) {
    this.file = file;
    this.#places = places;
  }

  get isEmpty(): boolean {
    return this.#found.size === 0;
  }

  /** In the order of the text. */
  get diagnostics(): readonly Diagnostic[] {
    return [...this.#found.values()].toSorted((a, b) => a.line - b.line || a.column - b.column);
  }

  /** Adds a problem; the same one at the same place counts once. */
  add({ code, path, message, suggestion, offset, isKey }: Problem): void {
    const place = isKey === true ? this.#places.ofKey(path) : this.#places.ofValue(path, offset);
    this.addAt(place, { code, message, path: pathText(path), suggestion });
  }

  addAt(place: Place, { suggestion, ...rest }: Unplaced): void {
    const hint = suggestion === undefined ? {} : { suggestion };
    const diagnostic = { ...rest, file: this.file, ...place, ...hint };
    this.#found.set(JSON.stringify([place, rest.code, rest.message]), diagnostic);
  }

  /** Adds what is wrong with an expression that stands at a place of a template. */
  addExpression(problem: ExpressionProblem, { path, offset }: TemplatePlace): void {
    const { code, message, suggestion } = problem;
    this.add({ code, message, suggestion, path, offset });
  }

  /** For `parseTemplate`. */
  readonly onTemplate = ({ problem }: ExpressionFailure, place: TemplatePlace): void =>
    this.addExpression(problem, place);
}

type Unplaced = Omit<Diagnostic, 'file' | 'line' | 'column' | 'suggestion'> & {
  readonly suggestion?: string | undefined;
};

/** Throws everything collected in all files as one WorkflowError. */
export function throwIfAny(all: Iterable<Problems>): void {
  const diagnostics = [...all].flatMap((problems) => problems.diagnostics);
  if (diagnostics.length > 0) throw new WorkflowError(diagnostics);
}
