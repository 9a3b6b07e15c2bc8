import type { DocumentPath } from '../blueprint/diagnostic.ts';
import type { RefusalDocument } from '../blueprint/document/values.ts';
import type { Refusal } from '../model/operation.ts';
import { capitalise } from '../naming/letter-case.ts';
import { lowerTemplate } from './lower-template.ts';
import type { OperationScope } from './operation-scope.ts';

/** Reads `409 already_full: Only ${shift.places} places`, or the same as a mapping. */
export function lowerRefusal(document: RefusalDocument, path: DocumentPath, scope: OperationScope): Refusal {
  const { status, code, message, field, offset } = partsOf(document);
  const standard = capitalise(code.replaceAll('_', ' '));
  const place = typeof document === 'string' ? path : [...path, 'message'];
  const text = message === undefined ? undefined : lowerTemplate(withFullStop(message), place, scope, offset);
  return {
    status,
    code,
    message: message ?? standard,
    ...(text === undefined ? {} : { text }),
    ...(field === undefined ? {} : { field }),
  };
}

/** A refusal outside of operations, where its message has no values to name. */
export function lowerPlainRefusal(document: RefusalDocument): Refusal {
  const { status, code, message, field } = partsOf(document);
  return {
    status,
    code,
    message: message ?? capitalise(code.replaceAll('_', ' ')),
    ...(field === undefined ? {} : { field }),
  };
}

/** A message is a sentence. */
function withFullStop(message: string): string {
  return /[.!?…]$/.test(message) ? message : `${message}.`;
}

interface RefusalParts {
  readonly status: number;
  readonly code: string;
  readonly message?: string | undefined;
  readonly field?: string | undefined;
  /** Where the message begins in the text. */
  readonly offset: number;
}

function partsOf(document: RefusalDocument): RefusalParts {
  if (typeof document !== 'string') return { ...document, offset: 0 };
  const match = /^(\d{3}) ([a-z][a-z0-9_]*)(?:: (.+))?$/su.exec(document);
  const [, status = '400', code = 'invalid_input', message] = match ?? [];
  const offset = message === undefined ? 0 : document.length - message.length;
  return { status: Number(status), code, message, offset };
}
