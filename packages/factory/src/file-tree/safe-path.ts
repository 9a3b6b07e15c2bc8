import { UnsafePathError } from '../errors.ts';
import { foldCase } from './fold-case.ts';

const maxPathLength = 240;
const maxSegmentBytes = 255;

/** Characters that Windows refuses in names; the colon also opens alternate data streams. */
const refusedByWindows = /[<>:"|?*\\]/;
const reservedNames = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\.|$)/i;
/** `.git` and the short name Windows gives it: what is written there runs at the next git command. */
const gitFolder = /^(\.git|git~\d+)$/i;
/** Control, format (zero width, direction), private, lone surrogate, separator and ignorable characters: they hide what a name is. */
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
/** What looks like these may become them on its way: fullwidth dots and slashes, ligatures, letters of another case. */
const separators = /[/\\]/;

/**
 * Checks a relative path with forward slashes and returns it unchanged.
 * @throws UnsafePathError for absolute paths, `..`, empty segments, invisible characters, characters and names that
 * Windows refuses, anything in `.git`, what looks like one of these, names that are too long, and text that is not in Unicode normal form C.
 */
export function safePath(path: string): string {
  const problem = problemOfPath(path) ?? firstProblemOfSegments(path);
  if (problem) throw new UnsafePathError(path, problem);
  return path;
}

function problemOfPath(path: string): string | undefined {
  if (path === '') return 'it is empty';
  if (path.length > maxPathLength) return `it is longer than ${maxPathLength} characters`;
  if (path.startsWith('/')) return 'it is absolute';
  if (invisible.test(path)) return 'it holds an invisible character';
  if (refusedByWindows.test(path)) return 'it holds one of the characters < > : " | ? * \\';
  if (path !== path.normalize('NFC')) return 'it is not in Unicode normal form C';
  return undefined;
}

function firstProblemOfSegments(path: string): string | undefined {
  for (const segment of path.split('/')) {
    const problem = problemOfSegment(segment) ?? problemOfLikeness(segment);
    if (problem) return problem;
  }
  return undefined;
}

function problemOfSegment(segment: string): string | undefined {
  if (segment === '') return 'it has an empty segment';
  if (segment === '.' || segment === '..') return 'it has a relative segment';
  if (reservedNames.test(segment)) return `${segment} is a reserved name`;
  if (gitFolder.test(segment)) return 'it leads into the folder of git';
  if (/[\p{Z}.]$/u.test(segment)) return `${segment} ends in a dot or a space`;
  if (Buffer.byteLength(segment) > maxSegmentBytes) return `a name is longer than ${maxSegmentBytes} bytes`;
  return undefined;
}

function problemOfLikeness(segment: string): string | undefined {
  const alike = foldCase(segment);
  if (separators.test(alike) || alike === '.' || alike === '..') return `${segment} looks like ${alike}`;
  if (reservedNames.test(alike)) return `${segment} looks like a reserved name`;
  if (gitFolder.test(alike)) return `${segment} looks like the folder of git`;
  return undefined;
}
