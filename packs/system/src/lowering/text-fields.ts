import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { OperationDocument } from '../blueprint/document.ts';
import type { Field } from '../model/field.ts';
import { headerName } from '../model/header-name.ts';
import { suggestName } from '../naming/nearest-name.ts';
import { lowerFields } from './lower-fields.ts';
import type { LoweringContext } from './lowering-context.ts';

/** Types whose values can be written as one text. */
function isOneText({ type }: Field): boolean {
  if (type.kind === 'text') return type.secret === undefined;
  return !['list', 'object', 'json'].includes(type.kind);
}

/** The types that an operation gives the parameters of its path. */
export function lowerPathFields(
  { path: written = {} }: OperationDocument,
  parameters: readonly string[],
  path: DocumentPath,
  context: LoweringContext,
): readonly Field[] {
  const fields = lowerFields(written, context.names, path, context.problems);
  for (const field of fields) {
    const place = [...path, field.name];
    if (!parameters.includes(field.name)) {
      context.problems.add({
        code: 'unknown_parameter',
        path: place,
        isKey: true,
        message: `The path has no parameter \`{${field.name}}\`.`,
        suggestion: suggestName(field.name, parameters) ?? `Write \`{${field.name}}\` in \`http\`.`,
      });
    } else if (!isOneText(field) || field.isOptional || field.defaultValue !== undefined) {
      reportType(place, 'A parameter of a path is one value, and always there.', context);
    }
  }
  return fields;
}

/** Headers that say how a request is to be read, or that the system answers for itself. */
const ownHeaders: readonly string[] = [
  'Content-Type',
  'Content-Length',
  'Content-Encoding',
  'Transfer-Encoding',
  'Connection',
  'Host',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
];

/** The headers that an operation takes. */
export function lowerHeaderFields(
  { headers: written = {} }: OperationDocument,
  path: DocumentPath,
  context: LoweringContext,
): readonly Field[] {
  const fields = lowerFields(written, context.names, path, context.problems);
  for (const field of fields) {
    const place = [...path, field.name];
    const header = headerName(field.name);
    if (!isOneText(field) || field.type.kind === 'reference') {
      reportType(place, 'A header is one value: a text, a number, a date, a word of an enum.', context);
    } else if (ownHeaders.includes(header)) {
      context.problems.add({
        code: 'reserved_name',
        path: place,
        isKey: true,
        message: `The system itself reads the header ${header}.`,
        ...(header === 'Idempotency-Key' ? { suggestion: 'Write `idempotent: true` instead.' } : {}),
      });
    }
  }
  return fields;
}

function reportType(path: DocumentPath, message: string, { problems }: LoweringContext): void {
  problems.add({ code: 'invalid_field', path, message });
}
