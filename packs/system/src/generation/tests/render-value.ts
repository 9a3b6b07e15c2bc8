import type { JsonValue } from '../../model/scenario.ts';

/** How saved values of a scenario are called in the code: `${taskId}` in its texts stands for `names.get('taskId')`. */
export type SavedNames = ReadonlyMap<string, string>;

/** The TypeScript expression for a JSON value, with saved values put in. */
export function renderValue(value: JsonValue, names: SavedNames): string {
  if (typeof value === 'string') return renderText(value, names);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => renderValue(item, names)).join(', ')}]`;
  const entries = Object.entries(value).map(
    ([key, item]) => `${renderKey(key)}: ${renderValue(item, names)}`,
  );
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** A quoted string, a template, or the bare name when the text is nothing but a saved value. */
export function renderText(text: string, names: SavedNames): string {
  const parts = text.split(/\$\{(\w+)\}/);
  const isPlain = parts.every((part, index) => index % 2 === 0 || !names.has(part));
  if (isPlain) return renderString(text);
  if (parts.length === 3 && parts[0] === '' && parts[2] === '') return names.get(parts[1] ?? '') ?? "''";
  const inner = parts.map((part, index) => {
    if (index % 2 === 0) return escapeTemplate(part);
    const name = names.get(part);
    return name === undefined ? escapeTemplate(`\${${part}}`) : `\${${name}}`;
  });
  return `\`${inner.join('')}\``;
}

/** A string literal in single quotes; every character that could end it or the line is escaped. */
export function renderString(text: string): string {
  return isRepetition(text)
    ? `'${escapeString(text.charAt(0))}'.repeat(${text.length})`
    : `'${escapeString(text)}'`;
}

function isRepetition(text: string): boolean {
  return /^([ -~])\1{79,}$/.test(text);
}

function escapeString(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", "\\'")
    .replace(/[\u007f-\u009f\u2028\u2029\ufeff\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, unicodeEscape);
}

function renderKey(key: string): string {
  if (/^(?:0|[1-9]\d{0,8})$/.test(key)) return key;
  // Without brackets it would set the prototype of the object.
  if (key === '__proto__') return "['__proto__']";
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : renderString(key);
}

function escapeTemplate(text: string): string {
  return escapeString(text).replaceAll("\\'", "'").replaceAll('`', '\\`').replaceAll('${', '\\${');
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
