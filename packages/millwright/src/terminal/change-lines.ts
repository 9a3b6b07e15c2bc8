import { styleText } from 'node:util';
import type { MergeConflict, MergeOutcome } from '@millwright/factory';

const marks: Readonly<Record<string, string>> = {
  added: '+',
  updated: '~',
  merged: '~',
  deleted: '-',
  kept: '=',
  'left-out': '=',
};
const remarks: Readonly<Record<string, string>> = {
  merged: 'merged with your changes',
  kept: 'kept as you have it',
  'left-out': 'you deleted it; it stays away',
};
const mostFiles = 30;
const mostPlaces = 5;

/** What an update did to each file, and each conflict with both of its sides. */
export function changeLines(outcomes: readonly MergeOutcome[]): readonly string[] {
  const conflicts = outcomes.filter(({ kind }) => kind === 'conflict');
  const others = outcomes.filter(({ kind }) => kind !== 'conflict' && kind !== 'unchanged');
  const more = others.length - mostFiles;
  return [
    ...(others.length === 0 ? [] : ['', 'Files:', ...others.slice(0, mostFiles).map(fileLine)]),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...conflicts.flatMap(conflictLines),
  ];
}

function fileLine({ path, kind, renamedFrom }: MergeOutcome): string {
  const remark = [renamedFrom === undefined ? undefined : `was ${renamedFrom}`, remarks[kind]]
    .filter((part) => part !== undefined)
    .join('; ');
  return `  ${marks[kind] ?? ' '} ${path}${remark === '' ? '' : `  (${remark})`}`;
}

function conflictLines({ path, why, copy, conflicts = [] }: MergeOutcome): readonly string[] {
  return [
    '',
    `${styleText('yellow', '◐')} ${path}: ${why ?? 'it could not be merged'}. It stays as you have it.`,
    ...conflicts.slice(0, mostPlaces).flatMap(sidesOf),
    ...(conflicts.length > mostPlaces ? [`    and ${conflicts.length - mostPlaces} more places`] : []),
    ...(copy === undefined ? [] : [`    The generated file: ${copy}`]),
  ];
}

function sidesOf({ place, theirs, generated }: MergeConflict): readonly string[] {
  const side = (title: string, text: string) =>
    `      ${title} ${text === '' ? '(nothing)' : text.trimEnd().replaceAll(/\r?\n/g, `\n${' '.repeat(17)}`)}`;
  const where = typeof place === 'number' ? `line ${place}` : place || 'the whole document';
  return [`    ${where}`, side('yours:    ', theirs), side('generated:', generated)];
}
