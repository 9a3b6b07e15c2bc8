import { didYouMean } from '../naming/nearest-name.ts';

/** What people of other languages call our types. */
export const typeAliases: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  string: 'Did you mean `text`?',
  str: 'Did you mean `text`?',
  varchar: 'Did you mean `text`?',
  int: 'Did you mean `integer`?',
  float: 'Did you mean `number`?',
  double: 'Did you mean `number`?',
  decimal: 'Did you mean `number` or `money`?',
  bool: 'Did you mean `boolean`?',
  timestamp: 'Did you mean `datetime`?',
  enum: 'Write the values themselves: `open | done`.',
  array: 'Write `text[]` for a list of texts.',
  list: 'Write `text[]` for a list of texts.',
  map: 'Did you mean `json`, or `{ type: object, fields: … }`?',
});

/** The right spelling of a word that stands where a constraint should. */
export function constraintSuggestion(word: string, flags: readonly string[]): string | undefined {
  if (/^[([<>]/.test(word)) return constraintAliases['min'];
  if (/^(now|today|true|false)$|^['"]/.test(word)) return `Write \`= ${word}\` for a default.`;
  return constraintAliases[word.toLowerCase()] ?? didYouMean(word, ['unique', 'on delete', ...flags]);
}

const constraintAliases: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  private: 'Did you mean `hidden`?',
  secret: 'Did you mean `hidden`?',
  writeonly: 'Did you mean `hidden`?',
  computed: 'Write `{ type: …, computed: "…" }`.',
  constant: 'Did you mean `immutable`?',
  const: 'Did you mean `immutable`?',
  final: 'Did you mean `immutable`?',
  optional: 'Write `?` right after the type: `text?`.',
  required: 'Fields are required unless `?` follows the type.',
  default: 'Write `= value` at the end.',
  min: 'Write a range: `1..`, `..80`, `1..80`.',
  max: 'Write a range: `1..`, `..80`, `1..80`.',
});
