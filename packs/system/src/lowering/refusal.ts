import type { Refusal } from '../model/operation.ts';
import { capitalise } from '../naming/letter-case.ts';

/** Reads `409 already_full: There is no place left`; the shape was checked when the document was read. */
export function lowerRefusal(text: string): Refusal {
  const match = /^(\d{3}) ([a-z][a-z0-9_]*)(?:: (.+))?$/su.exec(text);
  const [, status = '400', code = 'invalid_input', message] = match ?? [];
  return { status: Number(status), code, message: message ?? capitalise(code.replaceAll('_', ' ')) };
}
