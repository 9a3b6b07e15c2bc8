import {
  expressionHelpers,
  type HelperName,
  helperImports,
  isCalendarHelper,
} from '../../../expression/expression-helpers.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';

const calendarFile = 'src/domain/calendar.ts';
const functionsFile = 'src/domain/functions.ts';

/** The file that holds a function which expressions call. */
export function fileOfHelper(name: HelperName): string {
  return isCalendarHelper(name) ? calendarFile : functionsFile;
}

/** `src/domain/calendar.ts`: computing with days and instants, or undefined when no expression does. */
export function renderCalendarFile({ calendar }: StorageUsage): SourceFile | undefined {
  return renderHelpers(calendarFile, [...calendar].filter(isCalendarHelper));
}

/** `src/domain/functions.ts`: what else expressions call, or undefined when they call nothing. */
export function renderFunctionsFile({ calendar }: StorageUsage): SourceFile | undefined {
  const names = [...calendar].filter((name) => !isCalendarHelper(name));
  return renderHelpers(functionsFile, names);
}

function renderHelpers(path: string, names: readonly HelperName[]): SourceFile | undefined {
  if (names.length === 0) return undefined;
  const file = new SourceFile(path);
  for (const { module, name } of helperImports(names)) file.imports.value(module, name);
  for (const name of names.toSorted()) file.add(expressionHelpers[name]);
  return file;
}
