/** What somebody found out that shared code must offer: flags that are true, and the members of sets. JSON. */
export interface Needs {
  readonly flags: readonly string[];
  readonly sets: Readonly<Record<string, readonly string[]>>;
}

/** The flags and sets of an object that needs are noted in. */
export function needsOf(notes: object): Needs {
  const entries = Object.entries(notes) as readonly (readonly [name: string, part: unknown])[];
  const sets = entries.filter(([, part]) => part instanceof Set && part.size > 0);
  return {
    flags: entries.filter(([, part]) => part === true).map(([name]) => name),
    sets: Object.fromEntries(sets.map(([name, part]) => [name, [...(part as Set<string>)]])),
  };
}

/** Notes needs that were found elsewhere. */
export function addNeeds(notes: object, { flags, sets }: Needs): void {
  Object.assign(notes, Object.fromEntries(flags.map((name) => [name, true])));
  for (const [name, members] of Object.entries(sets)) {
    const own = (notes as Record<string, unknown>)[name];
    if (own instanceof Set) for (const member of members) own.add(member);
  }
}
