import { typeHere } from './foreign-types.ts';

type Rule = readonly [RegExp, string];

/** What stands around and behind types in other languages, and how it is written here. Applied in order. */
const rules: readonly Rule[] = [
  [/^"(.*)"$/, '$1'],
  [/"([^"']*)"/g, "'$1'"],
  [/^(?:list|array|set|seq|vec)\s*(?:of|[<([])\s*(\w+)\s*[>)\]]?/i, '$1[]'],
  [/^\[\s*([\w-]+)\s*\]/, '$1[]'],
  [/^(?:optional|maybe|nullable)\s*[<([]\s*([\w[\]]+)\s*[>)\]]/i, '$1?'],
  [/^(\w+)\?\[\]/, '$1[]?'],
  [/^(?:enum|oneof|one of|choice|union)\s*:?\s*[([{]?([^)\]}=]*)[)\]}]?/i, '$1'],
  [/^(?:ref|references?|fk|foreign key|relation|belongs ?to|link|id of)\s*[<(:]?\s*([A-Z]\w*)[>)]?/i, '$1'],
  [/^(?:->|=>|@|#|&)\s*([A-Z]\w*)/, '$1'],
  [/^([A-Z]\w*)\.id\b/, '$1'],
  [/^(\w+)!/, '$1'],
  [/,?\s*\b(?:primary key|required|mandatory|not null|non-?null|notnull)\b/gi, ''],
  [/^([\w'| ]+?)\s*\|\s*null\b/, '$1?'],
  [/,?\s*\bdefaults?(?: to)?\s*[:=(]?\s*('[^']*'|[^\s,()]+)\)?/i, ' = $1'],
  [/^(\w+(?:\[\])?)(.*?),?\s*\b(?:optional|nullable|null)\b/i, '$1?$2'],
  [/^(\w+(?:\[\])?)(.*?)\s\?/, '$1?$2'],
  [
    /,?\s*\b(?:min(?:imum|length|len)?)\s*[:=(]?\s*(-?[\d.]+)\)?,?\s*(?:max(?:imum|length|len)?)\s*[:=(]?\s*(-?[\d.]+)\)?/i,
    ' $1..$2',
  ],
  [/,?\s*(?:\bmin(?:imum|length|len)?\s*[:=(]?|>=)\s*(-?[\d.]+)\)?/i, ' $1..'],
  [/,?\s*(?:\bmax(?:imum|length|len)?\s*[:=(]?|<=)\s*(-?[\d.]+)\)?/i, ' ..$1'],
  [/\s*[[({]\s*(-?[\d.]*)\s*\.\.\s*(-?[\d.]*)\s*[\])}]/, ' $1..$2'],
  [/(?<=^(?:text|string|varchar|char|str|nvarchar)\??)\s*[[({]\s*(\d+)\s*[\])}]/i, ' ..$1'],
  [
    /(?<=^(?:text|string|varchar|char|str|int|integer|number|decimal|float)\??)\s*[[({]\s*(-?\d+)\s*[,-]\s*(\d+)\s*[\])}]/i,
    ' $1..$2',
  ],
  [/\s(-?\d+)\s*(?:-|to|…|–)\s*(-?\d+)\b/, ' $1..$2'],
];

/**
 * How a notation of another language would be written here: only a proposal, which the caller must read. Undefined when nothing in it
 * is known.
 */
export function proposeNotation(notation: string, entities: Iterable<string> = []): string | undefined {
  let text = notation.trim();
  const isDecimal = /^(?:decimal|numeric)\s*\(\s*\d+\s*,\s*2\s*\)/i.test(text);
  if (isDecimal) text = text.replace(/^\w+\s*\([^)]*\)/, 'money');
  for (const [pattern, replacement] of rules) text = text.replaceAll(global(pattern), replacement);
  text = ownType(values(text), entities).replaceAll(/\s+/g, ' ').trim();
  return text === notation || text === '' ? undefined : text;
}

function global(pattern: RegExp): RegExp {
  return pattern.global ? pattern : new RegExp(pattern.source, `${pattern.flags}g`);
}

/** `low, high` and `low/high` are the values of an enum. */
function values(text: string): string {
  const separated = /^[\w'-]+(?:\s*[,/]\s*[\w'-]+)+(?=\s*(?:=|$))/.exec(text)?.[0];
  if (separated === undefined) return text;
  return text.replace(separated, separated.split(/\s*[,/]\s*/).join(' | '));
}

/** The type by its own name; an entity by its own spelling. */
function ownType(text: string, entities: Iterable<string>): string {
  const name = /^[A-Za-z][\w-]*/.exec(text)?.[0];
  if (name === undefined || /^[\w-]+\s*\|/.test(text)) return text;
  const known = [...entities];
  if (known.includes(name)) return text;
  const entity = known.find((one) => [one, `${one}s`, `${one}Id`].some((form) => isSame(form, name)));
  const type = entity ?? typeHere(name);
  return type === undefined ? text : type + text.slice(name.length);
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
