import type { Evidence, StatementEvidence } from './evidence.ts';
import { type Markup, html } from './html.ts';
import { codes, list, mark, testSign } from './report-parts.ts';

/** The table statement → components → files → tests → result. */
export function statementsSection({ statements, assumptions }: Evidence): Markup {
  if (statements.length === 0) return html``;
  return html`
<section aria-labelledby="statements">
<h2 id="statements">What was asked for</h2>
<table class="statements">
<caption>Each statement of the request, and what exists because of it.</caption>
<thead><tr><th scope="col">No.</th><th scope="col">Statement</th><th scope="col">Components</th><th scope="col">Files</th><th scope="col">Tests</th><th scope="col">Result</th></tr></thead>
<tbody>${statements.map(statementRow)}</tbody>
</table>
${assumptions.length > 0 ? assumptionList(assumptions) : undefined}
</section>`;
}

function statementRow(statement: StatementEvidence): Markup {
  const { id, text, why, see = [], components, interfaces, files, tests } = statement;
  return html`<tr id="${id}">
<th scope="row">${id}</th>
<td data-label="Statement">${text}${why === undefined ? undefined : html`<br><span class="soft">${why}</span>`}${see.map(seeNote)}</td>
<td data-label="Components">${list(components)}${codes(interfaces)}</td>
<td data-label="Files">${codes(files)}</td>
<td data-label="Tests">${list(tests.map((test) => html`${testSign(test.status)} ${test.name}`))}</td>
<td data-label="Result">${resultOf(statement)}</td>
</tr>`;
}

function seeNote({ source, title, excerpt }: NonNullable<StatementEvidence['see']>[number]): Markup {
  return html`<br><span class="soft">See ${source}, ${title}: ${excerpt}</span>`;
}

function resultOf({ status, built, proven, tests }: StatementEvidence): Markup {
  if (status === 'not-understood') return mark('warn', 'not understood');
  if (!built) return mark('warn', 'not built');
  if (!proven)
    return tests.some((test) => test.status === 'failed')
      ? mark('bad', 'failed')
      : mark('warn', 'not proven');
  return status === 'partly' ? mark('warn', 'partly proven') : mark('good', 'proven');
}

function assumptionList(assumptions: Evidence['assumptions']): Markup {
  return html`<h3>Assumptions</h3>
<p class="soft">What the request left open was decided by convention.</p>
<ul>${assumptions.map(({ id, text }) => html`<li><strong>${id}</strong> ${text}</li>`)}</ul>`;
}
