import { styleText } from 'node:util';
import type { Explanation } from '@millwright/pack-system';
import { wrapText } from './wrap-text.ts';

type Point = Operation['does'][number];
type Operation = Explanation['operations'][number];
type Section = Explanation['sections'][number];
type Warning = Explanation['warnings'][number];

const widest = 100;

/** An explanation for people, at most 100 columns wide; coloured when it goes to a terminal. */
export function explanationLines(explanation: Explanation, output: NodeJS.WriteStream): readonly string[] {
  const page = new Page(Math.min(output.columns ?? widest, widest), output);
  const { title, description, sections, operations, derived, warnings } = explanation;
  page.heading(title);
  if (description !== undefined) page.text(description, '');
  for (const section of sections) writeSection(page, section);
  page.heading('Operations');
  for (const operation of operations) writeOperation(page, operation);
  page.heading('Holds without being written');
  for (const text of derived) page.text(text, '- ');
  if (warnings.length > 0) page.heading('Perhaps a mistake');
  for (const warning of warnings) writeWarning(page, warning);
  return page.lines;
}

function writeSection(page: Page, { title, topics }: Section): void {
  page.heading(title);
  for (const topic of topics) {
    page.topic(topic.title, topic.label ?? '');
    for (const point of topic.points) page.point(point, '  ');
  }
}

function writeOperation(page: Page, { name, method, path, summary, takes, does, answers }: Operation): void {
  page.topic(`${method} ${path}`, `${name}: ${summary}`);
  for (const point of takes) page.point(point, '  ');
  does.forEach((point, index) => page.point(point, `  ${index + 1}. `));
  for (const point of answers) page.point(point, '  → ');
}

function writeWarning(page: Page, { code, message, suggestion, line }: Warning): void {
  const place = line === undefined ? '' : `line ${line}: `;
  page.text(`${place}${message} [${code}]`, '! ', 'yellow');
  if (suggestion !== undefined) page.text(suggestion, '  ');
}

type Style = Parameters<typeof styleText>[0];

/** Lines as they are written, never wider than the page. */
class Page {
  readonly lines: string[] = [];
  readonly #width: number;
  readonly #output: NodeJS.WriteStream;

  constructor(width: number, output: NodeJS.WriteStream) {
    this.#width = width;
    this.#output = output;
  }

  heading(text: string): void {
    if (this.lines.length > 0) this.lines.push('');
    this.lines.push(this.#style(['bold', 'underline'], text));
  }

  topic(title: string, label: string): void {
    this.lines.push('');
    const [first = '', ...rest] = wrapText(label === '' ? title : `${title}  ${label}`, this.#width, '  ');
    this.lines.push(first.startsWith(title) ? this.#style('bold', title) + first.slice(title.length) : first);
    this.lines.push(...rest);
  }

  point({ text, refusals = [], points = [] }: Point, lead: string): void {
    this.text(text, lead);
    const indent = ' '.repeat(lead.length);
    for (const { status, code, when } of refusals) {
      this.text(`${when === undefined ? '' : `${when}: `}${status} ${code}`, `${indent}✗ `, 'red');
    }
    for (const inner of points) this.point(inner, `${indent}- `);
  }

  text(text: string, lead: string, style?: Style): void {
    const wrapped = wrapText(lead + text, this.#width, ' '.repeat(lead.length));
    this.lines.push(...(style === undefined ? wrapped : wrapped.map((line) => this.#style(style, line))));
  }

  #style(style: Style, text: string): string {
    return styleText(style, text, { stream: this.#output });
  }
}
