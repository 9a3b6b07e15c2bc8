import type { MergeConflict } from './merge-conflict.ts';
import { type Lines, type MergedLines, mergeLines } from './merge-lines.ts';
import { joinLines, lineContent, splitLines, usualLineEnd, withLineEnd } from './text-lines.ts';

export interface MergedText {
  readonly text: string;
  readonly conflicts: readonly MergeConflict[];
}

/** In these languages the space between words does not change what they say. */
const freelyIndented = /\.(?:[cm]?[jt]sx?|json|css|html|graphql|sql)$/;
const mostCharacters = 4 * 1024 * 1024;

/**
 * Merges three versions of a text line by line. Line ends are those of theirs. Where a person changed the indentation as well,
 * lines are compared without it and keep that of theirs. Undefined when the texts are too large or too repetitive to compare.
 */
export function mergeText(
  path: string,
  base: string,
  theirs: string,
  generated: string,
): MergedText | undefined {
  if (Math.max(base.length, theirs.length, generated.length) > mostCharacters) return undefined;
  const lineEnd = usualLineEnd(theirs);
  const merge = (keyOf: (line: string) => string) =>
    mergeLines(
      linesOf(base, keyOf),
      linesOf(theirs, keyOf),
      linesOf(generated, keyOf, (line) => withLineEnd(line, lineEnd)),
    );
  const exact = merge(lineContent);
  if (!exact) return undefined;
  if (exact.conflicts.length > 0 && freelyIndented.test(path)) {
    const loose = merge((line) => lineContent(line).trim().replaceAll(/\s+/g, ' '));
    if (loose?.conflicts.length === 0) return toText(loose, lineEnd);
  }
  return toText(exact, lineEnd);
}

function linesOf(
  text: string,
  keyOf: (line: string) => string,
  spell: (line: string) => string = (line) => line,
): Lines {
  const lines = splitLines(text);
  return { keys: lines.map(keyOf), lines: lines.map(spell) };
}

function toText({ lines, conflicts }: MergedLines, lineEnd: string): MergedText {
  return {
    text: joinLines(lines, lineEnd),
    conflicts: conflicts.map(({ at, base, theirs, generated }) => ({
      place: at + 1,
      base: base.join(''),
      theirs: theirs.join(''),
      generated: generated.join(''),
    })),
  };
}
