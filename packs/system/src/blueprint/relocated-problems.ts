import type { DocumentPath } from './diagnostic.ts';
import { Problems } from './problems.ts';
import type { Problem } from './problems.ts';
import type { BlueprintSource } from './source.ts';

/** Problems of a part that was made of what is written elsewhere: each is told at the place where that stands. */
export class RelocatedProblems extends Problems {
  readonly #target: Problems;
  readonly #relocate: (path: DocumentPath) => DocumentPath;

  constructor(source: BlueprintSource, target: Problems, relocate: (path: DocumentPath) => DocumentPath) {
    super(source);
    this.#target = target;
    this.#relocate = relocate;
  }

  override get isEmpty(): boolean {
    return this.#target.isEmpty;
  }

  override add(problem: Problem): void {
    this.#target.add({ ...problem, path: this.#relocate(problem.path) });
  }
}
