import type { Finding, Tier } from '../check/finding.ts';
import type { Evidence } from './evidence.ts';
import { type Markup, html } from './html.ts';
import { type Tone, counted, duration, mark, statusMark } from './report-parts.ts';

type CheckEvidence = Evidence['checks'][number];

const questions: Readonly<Record<Tier, string>> = {
  1: 'Is the plan sound?',
  2: 'Is each part sound?',
  3: 'Does the whole hold together?',
  4: 'Does it do what was asked?',
};

const maxFindings = 50;

export function checksSection({ checks }: Evidence): Markup {
  const tiers = [...Map.groupBy(checks, ({ tier }) => tier)].toSorted(([a], [b]) => a - b);
  return html`
<section aria-labelledby="checks">
<h2 id="checks">What was checked</h2>
${tiers.map(([tier, ofTier]) => html`<h3>Tier ${tier}: ${questions[tier]}</h3>${ofTier.map(checkCard)}`)}
</section>`;
}

function checkCard({ name, status, findings, ms, why, log }: CheckEvidence): Markup {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return html`
<div class="check">
<div class="line"><span class="name">${name}</span> ${statusMark(status)}
${why === undefined ? undefined : html`<span class="soft">${why}</span>`}
<span class="end">${log === undefined ? undefined : html`<a href="${log}">log</a> · `}${duration(ms)}</span></div>
${findings.length === 0 ? undefined : findingList(findings, errors > 0)}
</div>`;
}

function findingList(findings: readonly Finding[], isOpen: boolean): Markup {
  const shown = findings.slice(0, maxFindings).map(findingItem);
  const left = findings.length - shown.length;
  const items = html`<ul class="findings">${shown}${left > 0 ? html`<li>and ${left} more in report.json</li>` : undefined}</ul>`;
  const title = html`<summary>${counted(findings.length, 'finding')}</summary>`;
  return isOpen ? html`<details open>${title}${items}</details>` : html`<details>${title}${items}</details>`;
}

const tones: Readonly<Record<Finding['severity'], Tone>> = { error: 'bad', warning: 'warn', info: 'none' };

function findingItem({ code, severity, message, place, fix }: Finding): Markup {
  const where = place
    ? [place.file, place.line, place.column].filter((part) => part !== undefined).join(':')
    : '';
  return html`<li>${mark(tones[severity], severity)} <code>${code}</code> ${where === '' ? undefined : html`<code>${where}</code>`}
<div class="message">${message}</div>${fix === undefined ? undefined : html`<div class="soft">${fix}</div>`}</li>`;
}
