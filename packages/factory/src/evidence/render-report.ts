import type { Evidence } from './evidence.ts';
import { Markup, html } from './html.ts';
import { checksSection } from './report-checks.ts';
import { coverageSection, environmentSection, testsSection } from './report-figures.ts';
import { statementsSection } from './report-statements.ts';
import { reportStyle } from './report-style.ts';

/** Evidence as one page for people: complete in itself, without scripts, whatever texts it holds. */
export function renderReport(evidence: Evidence): string {
  const { title, createdAt } = evidence;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="light dark">
<title>${title}: evidence</title>
<style>${new Markup(reportStyle)}</style>
</head>
<body>
<a class="skip" href="#main">To the report</a>
<header class="top">
<p class="eyebrow">Evidence</p>
<h1>${title}</h1>
${verdict(evidence)}
${figures(evidence)}
</header>
<main id="main">
${statementsSection(evidence)}
${checksSection(evidence)}
${testsSection(evidence)}
${coverageSection(evidence)}
${environmentSection(evidence)}
</main>
<footer>Written by Millwright on <time datetime="${createdAt}">${createdAt}</time>. The same in full, for machines: <a href="report.json">report.json</a>.</footer>
</body>
</html>
`.text;
}

function verdict({ outcome, statements, checks }: Evidence): Markup {
  const left = statements.filter((one) => !(one.status === 'understood' && one.built && one.proven));
  const failed = checks.filter(({ status }) => status === 'failed');
  switch (outcome) {
    case 'proven':
      return html`<div class="verdict good"><strong>Built and proven.</strong> Every statement has tests that passed, and every check passed.</div>`;
    case 'partial':
      return html`<div class="verdict warn"><strong>Built and proven, with statements left out.</strong> Look at ${links(left.map(({ id }) => id))}.</div>`;
    case 'failed':
      return html`<div class="verdict bad"><strong>Not proven.</strong> Failed: ${failed.map(({ name }) => name).join(', ') || 'see below'}.</div>`;
  }
}

function links(ids: readonly string[]): readonly Markup[] {
  return ids.map((id, index) => html`${index === 0 ? '' : ', '}<a href="#${id}">${id}</a>`);
}

function figures({ statements, checks, tests, coverage }: Evidence): Markup {
  const share = (items: readonly { readonly status: string }[]) =>
    `${items.filter(({ status }) => status === 'passed').length} of ${items.length}`;
  const entries: readonly (readonly [string, string])[] = [
    ['Statements proven', `${statements.filter(({ proven }) => proven).length} of ${statements.length}`],
    ['Checks passed', share(checks)],
    ['Tests passed', share(tests)],
    ['Lines covered', coverage ? `${coverage.percent.toFixed(0)} %` : 'unknown'],
  ];
  return html`<dl class="figures">${entries.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}
