import type { Fact, Span } from '../../requirements/requirements.ts';
import { type Claim, ContradictionError } from '../errors.ts';
import type { Proposal, Reading } from '../grammar/proposal.ts';
import type { ReadStatement } from '../grammar/read-statements.ts';
import { placeOf } from '../text/place.ts';
import type { Said } from './draft.ts';

/** One proposal and the statement it came from. */
export interface Entry<P extends Proposal = Proposal> {
  readonly proposal: P;
  readonly reading: Reading;
  readonly statement: number;
}

export interface Note {
  readonly text: string;
  readonly target?: string;
}

export interface Ask {
  /** The same in every analysis of the same request: answers are looked up by it. */
  readonly key: string;
  readonly text: string;
  readonly target: string;
  readonly answers: readonly string[];
  /** Lower is asked earlier. */
  readonly rank: number;
}

/** Books what came of every statement: facts, what could not be used, what was assumed, what should be asked. */
export class Ledger {
  readonly #request: string;
  readonly #facts: Fact[][];
  readonly #spans: readonly Span[];
  readonly #problems: string[][];
  readonly #contexts = new Set<number>();
  readonly #assumptions = new Map<string, Note>();
  readonly #questions = new Map<string, Ask>();
  readonly #answers: ReadonlyMap<string, string>;

  constructor(request: string, statements: readonly ReadStatement[], answers: ReadonlyMap<string, string>) {
    this.#request = request;
    this.#facts = statements.map(() => []);
    this.#spans = statements.map(({ passage }) => [passage.start, passage.end]);
    this.#problems = statements.map((statement) => [...statement.problems]);
    this.#answers = answers;
  }

  fact(entry: Entry, target: string, span: Span = entry.reading.span): void {
    const facts = this.#facts[entry.statement];
    if (!facts || facts.some((fact) => fact.target === target && fact.rule === entry.reading.rule)) return;
    facts.push({
      target,
      span: this.#within(entry, span),
      rule: entry.reading.rule,
      confidence: entry.reading.confidence,
    });
  }

  /** A phrase that the statement only inherits lies elsewhere: then the words that were read stand for it. */
  #within(entry: Entry, span: Span): Span {
    const whole = this.#spans[entry.statement] ?? [0, 0];
    const isInside = (one: Span): boolean => one[0] >= whole[0] && one[1] <= whole[1] && one[0] < one[1];
    if (isInside(span)) return span;
    return isInside(entry.reading.span) ? entry.reading.span : whole;
  }

  problem(entry: Entry, why: string): void {
    const problems = this.#problems[entry.statement];
    if (problems && !problems.includes(why)) problems.push(why);
  }

  /** Something said about a target cannot be written: every statement with a fact about it is told. */
  lose(target: string, what: string): void {
    for (const [statement, facts] of this.#facts.entries()) {
      if (facts.some((fact) => fact.target === target))
        this.#problems[statement]?.push(`${what} cannot be said in a blueprint`);
    }
  }

  /** The statement is a heading or a lead-in: it counts as understood once what it introduces is. */
  context(entry: Entry): void {
    this.#contexts.add(entry.statement);
  }

  assume(text: string, target?: string): void {
    if (!this.#assumptions.has(text)) this.#assumptions.set(text, { text, ...(target ? { target } : {}) });
  }

  /** The answer given to a question, or nothing when it is (now) asked. */
  ask(question: Ask): string | undefined {
    const answer = this.#answers.get(question.key);
    if (answer !== undefined) return answer;
    if (!this.#questions.has(question.key)) this.#questions.set(question.key, question);
    return undefined;
  }

  /** @throws ContradictionError always. */
  contradict(target: string, first: Span, second: Span): never {
    const claims = [first, second].toSorted((a, b) => a[0] - b[0]).map((span) => this.#claim(span));
    throw new ContradictionError(target, claims as [Claim, Claim]);
  }

  /** The newly said value, unless an earlier one says something else. */
  agree<T>(
    target: string,
    before: Said<T> | undefined,
    now: Said<T>,
    isSame = (a: T, b: T): boolean => a === b,
  ): Said<T> {
    if (before && !isSame(before.value, now.value)) this.contradict(target, before.span, now.span);
    return before ?? now;
  }

  #claim(span: Span): Claim {
    return { text: this.#request.slice(span[0], span[1]), span, place: placeOf(this.#request, span[0]) };
  }

  factsOf(statement: number): readonly Fact[] {
    return this.#facts[statement] ?? [];
  }

  problemsOf(statement: number): readonly string[] {
    return this.#problems[statement] ?? [];
  }

  isContext(statement: number): boolean {
    return this.#contexts.has(statement);
  }

  assumptions(): readonly Note[] {
    return [...this.#assumptions.values()];
  }

  questions(): readonly Ask[] {
    return [...this.#questions.values()].toSorted((a, b) => a.rank - b.rank);
  }
}
