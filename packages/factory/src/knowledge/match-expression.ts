/** Words that say nothing of a subject. */
const fillers = new Set(
  (
    'a all an and any are as at be been but by can could do does every for from had has have how i if in into is it its may me must my no not of on ' +
    'one only or our own shall should so some such than that the their them then there these they this to up us want was we were what when ' +
    'where which who will with would you your'
  ).split(' '),
);

const maxWords = 64;

/** An FTS5 query that finds what holds any of a question's words; undefined when it has none worth looking for. */
export function matchExpression(question: string): string | undefined {
  const words = question.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const wanted = [...new Set(words)]
    .filter((word) => word.length > 1 && !fillers.has(word))
    .slice(0, maxWords);
  return wanted.length === 0 ? undefined : wanted.map((word) => `"${word}"`).join(' OR ');
}
