/** Words that say nothing of a subject. */
const fillers = new Set(
  (
    'a all an and any are as at be been but by can could do does every for from had has have how i if in into is it its may me must my no not of on ' +
    'one only or our own shall should so some such than that the their them then there these they this to up us want was we were what when ' +
    'where which who will with would you your'
  ).split(' '),
);

const maxWords = 64;

/** The words of a question that are worth looking for, each once. */
export function questionWords(question: string): readonly string[] {
  return [...new Set(wordsOf(question))]
    .filter((word) => word.length > 1 && !fillers.has(word) && !/^\p{N}+$/u.test(word))
    .slice(0, maxWords);
}

/** How much of the question a passage holds, and the line that holds most. */
export function judgePassage(
  words: readonly string[],
  { title, text }: { readonly title: string; readonly text: string },
): { readonly held: readonly string[]; readonly coverage: number; readonly excerpt: string } {
  const lines = proseOf(text);
  const held = heldIn(words, `${title} ${text}`);
  const best = lines.reduce(
    (most, line) => {
      const count = heldIn(words, line).length;
      return count > most.count ? { line, count } : most;
    },
    { line: lines[0] ?? '', count: 0 },
  );
  return {
    held,
    coverage: words.length === 0 ? 0 : held.length / words.length,
    excerpt: shortened(best.line.trim()),
  };
}

/** Lines to read. Code says little by one line: it is left out where there is anything else. */
function proseOf(text: string): readonly string[] {
  const filled = (part: string) => part.split('\n').filter((line) => line.trim() !== '');
  const prose = filled(text.replaceAll(/^ *(```|~~~)[^]*?^ *\1.*$/gm, ''));
  return prose.length > 0 ? prose : filled(text);
}

function heldIn(words: readonly string[], text: string): readonly string[] {
  const stems = new Set(wordsOf(text).map(stemOf));
  return words.filter((word) => stems.has(stemOf(word)));
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Close enough to count: `booking` and `booked`, `orders` and `ordering`. */
function stemOf(word: string): string {
  return word.replace(/(ing|ed|es|s|e)$/, '').slice(0, 6) || word;
}

const maxExcerpt = 160;

function shortened(line: string): string {
  return line.length <= maxExcerpt ? line : `${line.slice(0, maxExcerpt - 1)}…`;
}
