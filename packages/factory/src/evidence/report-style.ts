/** The look of a report: light and dark, narrow and wide, on paper. No fonts, images or scripts from elsewhere. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --card: #ffffff; --ink: #1d2327; --soft: #5a646c; --line: #dfddd6; --tint: #f1efe9;
  --good: #1f6f43; --good-tint: #e3f2e8; --bad: #a8281c; --bad-tint: #fbe6e3;
  --warn: #7d5200; --warn-tint: #fbf0d9; --accent: #2b5c8a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181b; --card: #1b2125; --ink: #e7e9ea; --soft: #a3adb5; --line: #323b42; --tint: #232a2f;
    --good: #7fd6a3; --good-tint: #17342a; --bad: #ff9c8f; --bad-tint: #43201d;
    --warn: #f0c674; --warn-tint: #3a2e15; --accent: #8fc1ee;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif;
  overflow-wrap: anywhere;
}
main, header.top, footer { max-width: 82rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2.5rem); }
header.top { padding-top: clamp(1.5rem, 5vw, 3.5rem); }
.eyebrow { margin: 0; color: var(--soft); font-size: .8rem; letter-spacing: .09em; text-transform: uppercase; }
h1 { margin: .2rem 0 1rem; font-size: clamp(1.7rem, 5vw, 2.6rem); line-height: 1.15; letter-spacing: -.02em; text-wrap: balance; }
h2 { margin: 3rem 0 .4rem; font-size: 1.3rem; letter-spacing: -.01em; }
h3 { margin: 1.8rem 0 .6rem; font-size: 1rem; }
p { margin: .4rem 0 .8rem; max-width: 46rem; }
.lead, .soft { color: var(--soft); }
a { color: var(--accent); text-underline-offset: .15em; }
a:focus-visible, summary:focus-visible { outline: .2rem solid var(--accent); outline-offset: .15rem; border-radius: .2rem; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; }
.verdict { padding: 1rem 1.2rem; border-radius: .6rem; border-left: .4rem solid; font-size: 1.05rem; }
.verdict strong { display: block; }
.verdict.good { background: var(--good-tint); border-color: var(--good); }
.verdict.warn { background: var(--warn-tint); border-color: var(--warn); }
.verdict.bad { background: var(--bad-tint); border-color: var(--bad); }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .8rem; margin: 1.4rem 0 0; padding: 0; }
.figures div { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .8rem 1rem; }
.figures dt { color: var(--soft); font-size: .85rem; }
.figures dd { margin: 0; font-size: 1.5rem; font-weight: 650; font-variant-numeric: tabular-nums; letter-spacing: -.01em; }
.mark { display: inline-block; white-space: nowrap; padding: .05rem .5rem; border-radius: 1rem; font-size: .82rem; font-weight: 600; }
.mark.good { color: var(--good); background: var(--good-tint); }
.mark.bad { color: var(--bad); background: var(--bad-tint); }
.mark.warn { color: var(--warn); background: var(--warn-tint); }
.mark.none { color: var(--soft); background: var(--tint); }
.sign { font-weight: 700; }
.sign.good { color: var(--good); }
.sign.bad { color: var(--bad); }
.sign.none { color: var(--soft); }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); border-radius: .6rem; overflow: hidden; }
caption { text-align: left; color: var(--soft); padding: 0 0 .5rem; }
th, td { padding: .6rem .8rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
thead th { border-top: 0; background: var(--tint); font-size: .82rem; color: var(--soft); font-weight: 600; }
tbody th { font-weight: 600; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.statements { table-layout: fixed; }
.statements tbody th { white-space: nowrap; }
.statements td { overflow-wrap: break-word; font-size: .92rem; }
.statements th:nth-child(1) { width: 3.6rem; }
.statements th:nth-child(2) { width: 22%; }
.statements th:nth-child(3) { width: 17%; }
.statements th:nth-child(4) { width: 24%; }
.statements th:nth-child(6) { width: 7.6rem; }
code, pre { font: .84em/1.5 ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace; }
ul.plain { list-style: none; margin: 0; padding: 0; }
ul.plain li + li { margin-top: .2rem; }
details > summary { cursor: pointer; }
.check { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .7rem 1rem; margin: 0 0 .5rem; }
.check .line { display: flex; flex-wrap: wrap; gap: .3rem .8rem; align-items: baseline; }
.check .name { font-weight: 600; }
.check .end { margin-left: auto; color: var(--soft); font-size: .88rem; font-variant-numeric: tabular-nums; }
.findings { margin: .6rem 0 .2rem; padding-left: 1.1rem; }
.findings li + li { margin-top: .5rem; }
.findings .message { white-space: pre-wrap; }
.bar { display: block; height: .5rem; min-width: 6rem; background: var(--tint); border-radius: 1rem; overflow: hidden; }
.bar i { display: block; height: 100%; background: var(--accent); border-radius: 1rem; }
footer { margin-top: 4rem; padding-bottom: 3rem; color: var(--soft); font-size: .9rem; }
@media (max-width: 46rem) {
  table, caption, tbody, tr, td, tbody th, .statements tbody th { display: block; width: 100%; }
  caption { padding: .6rem .9rem; }
  thead { position: absolute; left: -999rem; }
  tr { border-top: 1px solid var(--line); padding: .5rem 0; }
  tbody tr:first-child { border-top: 0; }
  th, td, td.number { border: 0; padding: .2rem .9rem; text-align: left; }
  td:empty { display: none; }
  td[data-label]::before { content: attr(data-label); display: block; color: var(--soft); font-size: .78rem; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --tint: #f2f2f2; }
  body { font-size: 10pt; }
  .check, tr, .figures div { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
}
@media (prefers-contrast: more) { :root { --soft: var(--ink); --line: var(--ink); } }
`;
