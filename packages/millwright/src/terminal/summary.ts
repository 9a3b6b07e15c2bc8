import { relative } from 'node:path';
import { styleText } from 'node:util';
import type { Finding, MergeOutcome } from '@millwright/factory';
import type { BuildDocument, DocumentError, StatementOutcome } from '../mill/build-document.ts';
import { isDone } from '../mill/read-build.ts';
import { changeLines } from './change-lines.ts';
import { lookedAtLines } from './looked-at-lines.ts';
import { formatDuration } from './duration.ts';
import { repairLines } from './repair-lines.ts';

/** The outcome of a build in plain lines: what was proven, what was left out and why, what was assumed, what to do next. */
export function summaryLines(document: BuildDocument, workingDirectory: string): readonly string[] {
  return [
    headline(document),
    ...changeLines(document.changes ?? []),
    ...(document.checks.length === 0 ? [] : leftOutLines(document.statements)),
    ...noteLines('Assumed', document.assumptions),
    ...lookedAtLines(document.lookedAt, workingDirectory),
    ...failedCheckLines(document),
    ...warningLines(document),
    ...repairLines(document.repairs, shellWord(relative(workingDirectory, document.out ?? '.') || '.')),
    ...(document.error ? errorLines(document.error) : []),
    ...nextLines(document, workingDirectory),
  ];
}

/** An error with its place and remedy, one line each. */
export function errorLines(error: DocumentError): readonly string[] {
  const place = error.place ? ` (line ${error.place.line}, column ${error.place.column})` : '';
  return [
    `${styleText('red', '✖')} ${error.message}${place} [${error.code}]`,
    ...(error.remedy ? [`  ${error.remedy}`] : []),
  ];
}

function headline({ status, statements, checks, timingsMs }: BuildDocument): string {
  const proven = statements.filter((statement) => statement.proven).length;
  const passed = checks.filter((check) => check.status === 'passed').length;
  const figures = `${proven} of ${statements.length} statements proven, ${passed} of ${checks.length} checks passed, ${formatDuration(timingsMs['total'] ?? 0)}`;
  switch (status) {
    case 'proven':
      return `${styleText('green', '✔ Built and proven')}: ${figures}`;
    case 'partial':
      return `${styleText('yellow', '◐ Built and proven, with statements left out')}: ${figures}`;
    case 'failed':
      return `${styleText('red', '✖ Failed')}: ${figures}`;
  }
}

function leftOutLines(statements: readonly StatementOutcome[]): readonly string[] {
  const leftOut = statements.filter((statement) => !isDone(statement));
  if (leftOut.length === 0) return [];
  return [
    '',
    'Left out:',
    ...leftOut.map(
      (statement) => `  ${statement.id}  ${oneLine(statement.text)}\n      ${reason(statement)}`,
    ),
  ];
}

function reason({ status, why, built }: StatementOutcome): string {
  if (status === 'partly') return `partly understood${why === undefined ? '' : `: ${why}`}`;
  if (status === 'not-understood') return why ?? 'not understood';
  return why ?? (built ? 'built, but no acceptance scenario proves it' : 'understood, but not built');
}

function noteLines(title: string, notes: readonly { id: string; text: string }[]): readonly string[] {
  return titled(
    title,
    notes.map((note) => `  ${note.id}  ${note.text}`),
  );
}

function failedCheckLines({ checks }: BuildDocument): readonly string[] {
  return checks
    .filter((check) => check.status === 'failed')
    .flatMap((check) => [
      '',
      `${styleText('red', '✖')} tier ${check.tier}, ${check.name}:`,
      ...check.findings
        .filter(({ severity }) => severity === 'error')
        .slice(0, mostFindings)
        .flatMap(findingLines),
    ]);
}

/** What keeps nothing from passing, and is worth a look. */
function warningLines({ checks }: BuildDocument): readonly string[] {
  const warnings = checks.flatMap(({ findings }) =>
    findings.filter(({ severity }) => severity === 'warning'),
  );
  const more = warnings.length - mostFindings;
  return titled('Noticed', [
    ...warnings.slice(0, mostFindings).flatMap(findingLines),
    ...(more > 0 ? [`    and ${more} more in the evidence`] : []),
  ]);
}

const mostFindings = 5;

function findingLines({ code, message, place, fix }: Finding): readonly string[] {
  const where = place ? ` ${place.file}${place.line === undefined ? '' : `:${place.line}`}` : '';
  const found = `    ${code}${where}: ${message.split('\n', 1)[0]}`;
  return fix === undefined ? [found] : [found, `      ${fix}`];
}

function titled(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `${title}:`, ...lines];
}

function nextLines(
  { out, evidence, changes = [] }: BuildDocument,
  workingDirectory: string,
): readonly string[] {
  if (out === null) return [];
  const folder = relative(workingDirectory, out) || '.';
  return [
    '',
    `  System    ${out}`,
    ...(evidence ? [`  Evidence  ${evidence}`] : []),
    `  Start it  cd ${shellWord(folder)} && npm install && npm start`,
    ...(changes.every(isLeftAlone) ? [] : [`  Undo it   millwright update ${shellWord(folder)} --undo`]),
  ];
}

const isLeftAlone = ({ kind }: MergeOutcome): boolean => kind === 'kept' || kind === 'left-out';

/** Quoted when a shell would take it apart. */
const shellWord = (text: string): string =>
  /^[A-Za-z0-9_./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
