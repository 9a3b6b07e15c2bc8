import { sandboxCapabilities } from '../sandbox/sandbox.ts';
import type { Evidence } from './evidence.ts';
import { type Markup, html } from './html.ts';
import { counted, duration, mark, statusMark } from './report-parts.ts';

export function testsSection({ tests }: Evidence): Markup {
  if (tests.length === 0) return html``;
  const files = [...Map.groupBy(tests, ({ file }) => file ?? 'tests')].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  const group = ([file, ofFile]: (typeof files)[number]) => {
    const isOpen = ofFile.some(({ status }) => status === 'failed');
    const items = html`<summary><code>${file}</code> <span class="soft">${counted(ofFile.length, 'test')}</span></summary>
<ul class="findings">${ofFile.map(
      (test) =>
        html`<li>${statusMark(test.status)} ${test.name} <span class="soft">${duration(test.ms)}</span>${
          test.message === undefined ? undefined : html`<div class="message soft">${test.message}</div>`
        }</li>`,
    )}</ul>`;
    return html`<div class="check">${isOpen ? html`<details open>${items}</details>` : html`<details>${items}</details>`}</div>`;
  };
  return html`
<section aria-labelledby="tests">
<h2 id="tests">Tests</h2>
${files.map(group)}
</section>`;
}

export function coverageSection({ coverage }: Evidence): Markup {
  if (!coverage) return html``;
  const rows = coverage.files
    .filter((file) => file.lines > 0)
    .map((file) => {
      const percent = ((file.lines - file.uncovered.length) / file.lines) * 100;
      return html`<tr><th scope="row"><code>${file.path}</code></th>
<td data-label="Lines" class="number">${file.lines - file.uncovered.length} of ${file.lines}</td>
<td data-label="Share" class="number">${percent.toFixed(0)} %</td>
<td><span class="bar" aria-hidden="true"><i style="width:${percent.toFixed(0)}%"></i></span></td></tr>`;
    });
  return html`
<section aria-labelledby="coverage">
<h2 id="coverage">Coverage</h2>
<p class="soft">${coverage.percent.toFixed(1)} % of the lines of code ran in tests. Blank lines, comments and types do not count.</p>
<details><summary>By file</summary>
<table><caption>Lines that ran, by file</caption>
<thead><tr><th scope="col">File</th><th scope="col" class="number">Lines</th><th scope="col" class="number">Share</th><th scope="col"><span aria-hidden="true">&nbsp;</span></th></tr></thead>
<tbody>${rows}</tbody></table></details>
</section>`;
}

export function environmentSection({ environment, timingsMs }: Evidence): Markup {
  const { platform, tools, sandbox } = environment;
  return html`
<section aria-labelledby="environment">
<h2 id="environment">Where it was tried</h2>
<p>On ${platform}, in the sandbox <strong>${sandbox.name}</strong>. ${sandbox.description}</p>
<table><caption>What the sandbox stands in the way of</caption>
<thead><tr><th scope="col">Danger</th><th scope="col">Blocked</th></tr></thead>
<tbody>${sandboxCapabilities.map(
    (name) =>
      html`<tr><th scope="row">${name}</th><td>${sandbox.capabilities[name] ? mark('good', 'blocked') : mark('warn', 'open')}</td></tr>`,
  )}</tbody></table>
<h3>Tools</h3>
<ul>${tools.map(({ name, version }) => html`<li>${name} ${version}</li>`)}</ul>
<h3>Time</h3>
<ul>${Object.entries(timingsMs).map(([name, ms]) => html`<li>${name}: ${duration(ms)}</li>`)}</ul>
</section>`;
}
