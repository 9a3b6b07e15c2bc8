import { listInputName } from '../../model/list-input.ts';
import type { Operation } from '../../model/operation.ts';
import { bodyTypes, patchTypes } from '../../model/patch-types.ts';
import type { JsonValue } from '../../model/scenario.ts';

/** The body of a request with these fields: of an operation that takes a list, the list. */
export function bodySent(operation: Operation, fields: JsonValue): JsonValue {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return fields;
  const values = fields as Readonly<Record<string, JsonValue>>;
  if (typeSent(operation) === patchTypes['json-patch']) return asJsonPatch(values);
  return operation.isListInput === true ? (values[listInputName] ?? []) : fields;
}

/** The header that says what a body is, where it is not plain JSON. */
export function bodyType(operation: Operation, body: unknown): Readonly<Record<string, string>> {
  const type = typeSent(operation);
  return body === undefined || type === patchTypes.json ? {} : { 'content-type': type };
}

/** The simplest of the media types that an operation takes. */
function typeSent(operation: Operation): string {
  const types = bodyTypes(operation);
  const simplest = [patchTypes.json, patchTypes['merge-patch']].find((type) => types.includes(type));
  return simplest ?? patchTypes['json-patch'];
}

function asJsonPatch(values: Readonly<Record<string, JsonValue>>): JsonValue {
  return Object.entries(values).map(([name, value]) => ({ op: 'add', path: `/${name}`, value }));
}
