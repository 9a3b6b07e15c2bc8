import { expressionHelpers } from '../../../expression/expression-helpers.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';

export const calendarFile = 'src/domain/calendar.ts';

/** `src/domain/calendar.ts`: computing with days and instants, or undefined when no expression does. */
export function renderCalendarFile({ calendar }: StorageUsage): SourceFile | undefined {
  if (calendar.size === 0) return undefined;
  const file = new SourceFile(calendarFile);
  for (const name of [...calendar].toSorted()) file.add(expressionHelpers[name]);
  return file;
}
