import { listInputName } from '../../model/list-input.ts';
import type { Operation } from '../../model/operation.ts';
import type { JsonValue } from '../../model/scenario.ts';

/** The body of a request with these fields: of an operation that takes a list, the list. */
export function bodySent({ isListInput }: Operation, fields: JsonValue): JsonValue {
  if (isListInput !== true || typeof fields !== 'object' || fields === null) return fields;
  return (fields as Readonly<Record<string, JsonValue>>)[listInputName] ?? [];
}
