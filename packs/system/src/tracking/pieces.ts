import { hash } from 'node:crypto';
import type { SystemModel } from '../model/system.ts';
import { changedParts, inColumns, type ModelParts, partsOfModel } from './model-parts.ts';
import { noteRead, noteReadsOf, partsOf, recordReads, withoutRecording } from './reads.ts';
import { trackModel } from './tracked-model.ts';

/** A result with everything that it depends on. JSON throughout. */
export interface KeptPiece {
  /** What it was made from besides the model. */
  readonly given: string;
  /** The parts of the model that it was made from. */
  readonly parts: readonly string[];
  readonly value: unknown;
}

/** What one generation leaves to the next. */
export interface KeptPieces {
  readonly parts: ModelParts;
  readonly pieces: ReadonlyMap<string, KeptPiece>;
}

/** The pieces that are made from one model, with those of an earlier one to take over. */
export class Pieces {
  /** The model for whoever makes pieces: each look at it is noted. */
  readonly model: SystemModel;
  /** How many were made, and how many taken over. */
  made = 0;
  taken = 0;
  readonly #before: KeptPieces | undefined;
  readonly #parts: Map<string, string>;
  readonly #changed: ReadonlySet<string>;
  readonly #pieces = new Map<string, KeptPiece>();

  constructor(model: SystemModel, before?: KeptPieces) {
    this.model = trackModel(model);
    this.#before = before;
    this.#parts = new Map(partsOfModel(model));
    this.#changed = before === undefined ? new Set() : changedParts(before.parts, this.#parts);
    known.set(this.model, this);
  }

  get kept(): KeptPieces {
    return { parts: this.#parts, pieces: this.#pieces };
  }

  /** Something that was worked out from the model and is compared as a whole: whoever uses it notes that it did. */
  addPart(name: string, content: string): void {
    this.#parts.set(name, hash('sha256', content));
  }

  make<Value>(
    name: string,
    given: string,
    work: () => Value,
    isStillRight: (value: Value) => boolean,
  ): Value {
    const before = this.#before?.pieces.get(name);
    if (before?.given === given && !before.parts.some((part) => this.#isChanged(part))) {
      const value = before.value as Value;
      if (isStillRight(value)) {
        this.taken += 1;
        this.#pieces.set(name, before);
        for (const part of before.parts) noteRead(part);
        return value;
      }
    }
    return this.#makeAnew(name, given, work);
  }

  #makeAnew<Value>(name: string, given: string, work: () => Value): Value {
    this.made += 1;
    const { value, reads } = recordReads(work);
    const { parts, isVolatile } = partsOf(reads);
    noteReadsOf(reads);
    if (!isVolatile) this.#pieces.set(name, { given, parts: inColumns(parts), value });
    return value;
  }

  #isChanged(part: string): boolean {
    if (!part.startsWith(ownPart)) return this.#changed.has(part);
    if (!this.#parts.has(part)) questions.get(part)?.(this.model);
    return this.#before?.parts.get(part) !== this.#parts.get(part);
  }
}

/** Begins the names of parts that are no values of the model. */
const ownPart = '+';

/** What can be asked of a model, by the parts that the answers are. */
const questions = new Map<string, (model: SystemModel) => unknown>();

const known = new WeakMap<SystemModel, Pieces>();

/** Those that a model belongs to which was opened for pieces. */
export const piecesOf = (model: SystemModel): Pieces | undefined => known.get(model);

/**
 * Works something out once for each model that is compared as a whole: a piece that asks for it is made anew when the answer is
 * another one, not when something that it was worked out from is.
 * @param text All that the answer says.
 */
export function answerOf<Value>(
  name: string,
  work: (model: SystemModel) => Value,
  text: (answer: Value) => string = (answer) => JSON.stringify(answer),
): (model: SystemModel) => Value {
  const answers = new WeakMap<SystemModel, Value>();
  const part = ownPart + name;
  const answerFor = (model: SystemModel): Value => {
    if (answers.has(model)) return answers.get(model) as Value;
    const answer = withoutRecording(() => work(model));
    answers.set(model, answer);
    piecesOf(model)?.addPart(
      part,
      withoutRecording(() => text(answer)),
    );
    return answer;
  };
  questions.set(part, answerFor);
  return (model) => {
    noteRead(part);
    return answerFor(model);
  };
}

/**
 * A part of what is generated, such as a file: made by a pure function of the model and of what is `given`, and of nothing else that
 * may change. For a model that was opened with the pieces of an earlier one it is taken over from there if all that it was made
 * from is as it was. The value is JSON.
 * @param name Unique among the pieces of a model.
 * @param isStillRight Whether a value from earlier holds where something else than the model decides about it.
 */
export function piece<Value>(
  model: SystemModel,
  name: string,
  given: string,
  work: () => Value,
  isStillRight: (value: Value) => boolean = () => true,
): Value {
  const pieces = piecesOf(model);
  return pieces === undefined ? work() : pieces.make(name, given, work, isStillRight);
}
