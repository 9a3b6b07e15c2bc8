import type { FileLimits } from '../model/stored-file.ts';
import type { NotationProblem } from './field-notation.ts';

/** What the notation of a file says. */
export interface FileNotation {
  readonly limits: FileLimits;
  /** A file with `?` can be taken away again, not only replaced. */
  readonly isRemovable: boolean;
}

export type FileReading = { readonly notation: FileNotation } | { readonly problem: NotationProblem };

const standardBytes = 10 * 1024 * 1024;
const units: Readonly<Record<string, number>> = { B: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };

/** True for `file`, `file? image/png ..5MB`; not for an enum that has the value `file`. */
export function isFileNotation(text: string): boolean {
  return /^\s*file(?:\?|\s|$)/.test(text) && !/^\s*file\s*\|/.test(text);
}

/** Reads `file image/png|image/jpeg ..5MB`. */
export function readFileNotation(text: string): FileReading {
  const [, question, rest = ''] = /^\s*file(\?)?\s*(.*?)\s*$/s.exec(text) ?? [];
  const [, types = '', size, other = ''] =
    /^((?:[\w.+-]+\/[\w.+*-]+)(?:\s*\|\s*[\w.+-]+\/[\w.+*-]+)*)?\s*(?:\.\.\s*(\d+(?:\.\d+)?\s*[A-Za-z]+|\d+))?\s*(.*)$/s.exec(
      rest,
    ) ?? [];
  const offset = text.length - text.trimEnd().length + text.trimEnd().length - other.length;
  if (other !== '') {
    return problem(
      offset,
      `\`${other}\` means nothing at a file.`,
      'Write `file image/png|image/jpeg ..5MB`.',
    );
  }
  const bytes = size === undefined ? standardBytes : bytesOf(size);
  if (bytes === undefined)
    return problem(text.indexOf('..'), `\`${size}\` is no size.`, 'Write `..500KB` or `..5MB`.');
  return {
    notation: {
      limits: {
        contentTypes: types === '' ? [] : types.split('|').map((type) => type.trim().toLowerCase()),
        maximumBytes: bytes,
      },
      isRemovable: question !== undefined,
    },
  };
}

function problem(offset: number, message: string, suggestion: string): FileReading {
  return { problem: { code: 'invalid_field', offset: Math.max(0, offset), message, suggestion } };
}

function bytesOf(size: string): number | undefined {
  const [, amount, unit = 'B'] = /^([\d.]+)\s*([A-Za-z]+)?$/.exec(size) ?? [];
  const factor = units[unit.toUpperCase().replace(/^([KMG])I?B?$/, '$1B')];
  const bytes = Math.floor(Number(amount) * (factor ?? Number.NaN));
  return Number.isSafeInteger(bytes) && bytes >= 1 ? bytes : undefined;
}

/** Writes limits so that they read as the same. */
export function printFileNotation({ contentTypes, maximumBytes }: FileLimits): string {
  const types = contentTypes.length === 0 ? '' : ` ${contentTypes.join('|')}`;
  return `file${types} ..${printBytes(maximumBytes)}`;
}

/** `5MB`: the largest unit that gives a whole number. */
export function printBytes(bytes: number): string {
  const [unit = 'B', factor = 1] =
    Object.entries(units)
      .toReversed()
      .find(([, size]) => bytes % size === 0) ?? [];
  return `${bytes / factor}${unit}`;
}
