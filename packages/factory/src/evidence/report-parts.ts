import { type Markup, html } from './html.ts';

export type Tone = 'good' | 'bad' | 'warn' | 'none';

/** A word with a sign before it: never the colour alone. */
export function mark(tone: Tone, word: string): Markup {
  const sign = { good: '✓', bad: '✕', warn: '!', none: '–' }[tone];
  return html`<span class="mark ${tone}"><span aria-hidden="true">${sign} </span>${word}</span>`;
}

export function statusMark(status: 'passed' | 'failed' | 'skipped'): Markup {
  const tone = { passed: 'good', failed: 'bad', skipped: 'none' } as const;
  return mark(tone[status], status);
}

/** The sign alone, with its word for those who do not see it: for long lists of tests. */
export function testSign(status: 'passed' | 'failed' | 'skipped'): Markup {
  const [tone, sign] = ({ passed: ['good', '✓'], failed: ['bad', '✕'], skipped: ['none', '–'] } as const)[
    status
  ];
  return html`<span class="sign ${tone}" role="img" aria-label="${status}">${sign}</span>`;
}

export function list(items: readonly (string | Markup)[]): Markup {
  if (items.length === 0) return html``;
  return html`<ul class="plain">${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}

/** Paths and routes in code type. */
export function codes(items: readonly string[]): Markup {
  return list(items.map((item) => html`<code>${item}</code>`));
}

/** `850 ms`, `2.4 s`. */
export function duration(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`;
}

/** `1 finding`, `3 findings`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
