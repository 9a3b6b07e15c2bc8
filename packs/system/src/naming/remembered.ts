const mostTexts = 5_000;

/** A pure function of a text that works each answer out once: the names of a system are asked for over and over. */
export function remembered<Answer>(answer: (text: string) => Answer): (text: string) => Answer {
  const known = new Map<string, Answer>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= mostTexts) known.clear();
    const now = answer(text);
    known.set(text, now);
    return now;
  };
}
