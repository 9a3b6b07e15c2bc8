/** What a blueprint means, in plain words, and what was derived without being written. Serialisable. */
export interface Explanation {
  readonly name: string;
  readonly title: string;
  readonly description?: string;
  /** Records, events, storage and whatever else the system has besides operations, each under a heading. */
  readonly sections: readonly Section[];
  readonly operations: readonly OperationExplanation[];
  /** What nobody wrote and holds all the same. */
  readonly derived: readonly string[];
  /** Likely mistakes: the blueprint can be built, but perhaps does not say what was meant. */
  readonly warnings: readonly Warning[];
}

export interface Section {
  readonly title: string;
  readonly topics: readonly Topic[];
}

/** One thing of a section: an entity, an event. */
export interface Topic {
  readonly title: string;
  /** Where it is reached: `/shifts`. */
  readonly label?: string;
  readonly points: readonly Point[];
}

/** One sentence, what may go wrong there, and what belongs below it. */
export interface Point {
  readonly text: string;
  readonly refusals?: readonly RefusalExplanation[];
  readonly points?: readonly Point[];
}

/** How a request is refused: clients decide by status and code. */
export interface RefusalExplanation {
  readonly status: number;
  readonly code: string;
  readonly when?: string;
}

export interface OperationExplanation {
  readonly name: string;
  readonly method: string;
  /** With the prefix. */
  readonly path: string;
  readonly summary: string;
  readonly origin: 'standard' | 'action' | 'written';
  /** Who may, what the request holds, and other options, one sentence each. */
  readonly takes: readonly Point[];
  /** The steps, in order. */
  readonly does: readonly Point[];
  readonly answers: readonly Point[];
}

export interface Warning {
  /** snake_case, stable. */
  readonly code: string;
  readonly message: string;
  /** What would very likely be right. */
  readonly suggestion?: string;
  /** Where in the document: `entities.Task.fields.title`. */
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
}
