/**
 * What a computation looked at while it ran. Generating is synchronous, so that at any moment there is one innermost computation
 * that is being recorded, and whatever is read belongs to it.
 */
export class Reads {
  /** Parts of the model, by their names. */
  readonly parts = new Set<string>();
  /** What it has from other computations, and with it what these had looked at. */
  readonly others = new Set<Reads>();
  /** It depends on more than what can be recorded, so that its result is of no use later. */
  isVolatile = false;
}

let current: Reads | undefined;

/** Runs a computation and says what it looked at. */
export function recordReads<Value>(compute: () => Value): { readonly value: Value; readonly reads: Reads } {
  const outer = current;
  const reads = new Reads();
  current = reads;
  try {
    return { value: compute(), reads };
  } finally {
    current = outer;
  }
}

/** Runs a computation whose reads count for nobody: what it gives is compared as a whole. */
export function withoutRecording<Value>(compute: () => Value): Value {
  return recordReads(compute).value;
}

export function noteRead(part: string): void {
  current?.parts.add(part);
}

/** Whoever takes over a result has looked at what it was made from. */
export function noteReadsOf(reads: Reads): void {
  if (reads !== current) current?.others.add(reads);
}

/** For results that depend on what was computed before. */
export function noteVolatile(): void {
  if (current !== undefined) current.isVolatile = true;
}

/** All parts, with those of the others. */
export function partsOf(reads: Reads): { readonly parts: ReadonlySet<string>; readonly isVolatile: boolean } {
  const seen = new Set<Reads>([reads]);
  for (const one of seen) for (const other of one.others) seen.add(other);
  const all = [...seen];
  return {
    parts: new Set(all.flatMap(({ parts }) => [...parts])),
    isVolatile: all.some(({ isVolatile }) => isVolatile),
  };
}

/**
 * Answers that are remembered for each object, such as a model, by name. Unlike a bare WeakMap it keeps recordings whole: who
 * gets a remembered answer has looked at all that it was worked out from.
 */
export function createMemory<Value>(): (key: object, name: string, work: () => Value) => Value {
  const known = new WeakMap<object, Map<string, { readonly value: Value; readonly reads: Reads }>>();
  return (key, name, work) => {
    const answers = known.get(key) ?? new Map<string, { readonly value: Value; readonly reads: Reads }>();
    known.set(key, answers);
    const found = answers.get(name) ?? recordReads(work);
    answers.set(name, found);
    noteReadsOf(found.reads);
    return found.value;
  };
}

/** Works something out once for each object, such as a model or one of its entities. */
export function oncePer<Key extends object, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const remember = createMemory<Value>();
  return (key) => remember(key, '', () => work(key));
}
