/** A JSON value as a TypeScript literal: text in single quotes, safe whatever it holds. */
export function literal(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${propertyKey(key)}: ${literal(item)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return Object.is(value, -0) ? '-0' : JSON.stringify(value);
}

/** The name of a property where one is declared: bare when that is legal, and never the prototype. */
export function propertyKey(name: string): string {
  if (name === '__proto__') return `['__proto__']`;
  return isIdentifier(name) ? name : quoted(name);
}

/** A regular expression literal that matches the whole value, with the `u` flag. */
export function wholePattern(pattern: string): string {
  const { source } = new RegExp(`^(?:${pattern})$`, 'u');
  return `/${source}/u`.replace(/[\u2028\u2029]/g, (mark) => (mark === '\u2028' ? '\\u2028' : '\\u2029'));
}

function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name);
}

function quoted(text: string): string {
  const body = JSON.stringify(text)
    .slice(1, -1)
    .replace(/\\"/g, '"')
    .replace(/'/g, "\\'")
    .replace(/[\u007f-\u009f\u2028\u2029\ufeff\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, escapeUnit);
  return `'${body}'`;
}

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
