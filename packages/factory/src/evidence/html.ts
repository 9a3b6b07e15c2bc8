/** Markup that needs no further escaping. Only `html` makes it. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Interpolation = string | number | Markup | readonly Interpolation[] | undefined;

/** A template of HTML: whatever is put in is escaped, unless it came out of such a template itself. */
export function html(parts: TemplateStringsArray, ...values: readonly Interpolation[]): Markup {
  return new Markup(
    parts.map((part, index) => part + (index < values.length ? render(values[index]) : '')).join(''),
  );
}

function render(value: Interpolation): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return value.map(render).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that HTML does not allow, and those that turn the direction of text, become U+FFFD. */
export function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>"']/g, (character) => entities[character] ?? '')
    .replace(/[^\P{Cc}\t\n\r]|[\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, '\ufffd');
}
