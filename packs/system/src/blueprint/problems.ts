import type { BlueprintSource } from './source.ts';
import { pathText } from './diagnostic.ts';
import type { Diagnostic, DiagnosticCode, DocumentPath } from './diagnostic.ts';
import { BlueprintError } from './errors.ts';
import type { ReadableRest } from './errors.ts';
import { createPlaces } from './places.ts';
import type { Places } from './places.ts';

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

/** Collects everything that is wrong with a blueprint, each with its place, so that one run tells all of it. */
export class Problems {
  readonly #source: BlueprintSource;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #seen = new Set<string>();
  #places: Places | undefined;

  constructor(source: BlueprintSource) {
    this.#source = source;
  }

  get isEmpty(): boolean {
    return this.#diagnostics.length === 0;
  }

  /** Adds a problem; the same one at the same place counts once. */
  add(problem: Problem): void {
    const place = this.#locate(problem);
    const diagnostic: Diagnostic = {
      code: problem.code,
      message: problem.message,
      path: pathText(problem.path),
      ...place,
      ...(problem.suggestion === undefined ? {} : { suggestion: problem.suggestion }),
    };
    const identity = JSON.stringify(diagnostic);
    if (this.#seen.has(identity)) return;
    this.#seen.add(identity);
    this.#diagnostics.push(diagnostic);
  }

  /** Throws everything collected as one BlueprintError, in the order of the text; `readable` is what is right all the same. */
  throwIfAny(readable?: ReadableRest): void {
    if (this.isEmpty) return;
    const inOrder = this.#diagnostics.toSorted(
      (a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0),
    );
    throw new BlueprintError(inOrder, this.#source.file, readable);
  }

  #locate(problem: Problem): { line: number; column: number } | undefined {
    if (this.#source.yaml === undefined) return undefined;
    this.#places ??= createPlaces(this.#source.yaml);
    const { line, column } =
      problem.isKey === true
        ? this.#places.ofKey(problem.path)
        : this.#places.ofValue(problem.path, problem.offset);
    return { line, column };
  }
}
