import type { FieldsDocument } from '../blueprint/document.ts';
import type { Problems } from '../blueprint/problems.ts';
import type { DomainEvent } from '../model/system.ts';
import { lowerFields } from './lower-fields.ts';
import type { TypeNames } from './type-names.ts';

/** Lowers the events and their fields. */
export function lowerEvents(
  documents: Readonly<Record<string, FieldsDocument>> | undefined,
  names: TypeNames,
  problems: Problems,
): Map<string, DomainEvent> {
  return new Map(
    Object.entries(documents ?? {}).map(([name, fields]) => [
      name,
      { name, fields: lowerFields(fields, names, ['events', name], problems) },
    ]),
  );
}
