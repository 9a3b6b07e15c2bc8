import type { Refusal } from '../../../model/operation.ts';
import { sentence } from '../../code/comment.ts';
import { literal } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';

export const problemFile = 'src/domain/problem.ts';

/** The call that ends an operation with this refusal. `text` is the code of a message that depends on values. */
export function refusalCall(
  { status, code, message, about, field }: Refusal,
  file: SourceFile,
  text = literal(sentence(message)),
): string {
  if (about !== undefined) return fieldRefusalCall(about.field, about.code, message, file);
  const refuse = file.imports.value(problemFile, 'refuse');
  const blamed = field === undefined ? '' : `, ${literal(field)}`;
  return `${refuse}(${status}, ${literal(code)}, ${text}${blamed})`;
}

/** The call that refuses the input because of one of its fields. */
export function fieldRefusalCall(field: string, code: string, message: string, file: SourceFile): string {
  const refuseField = file.imports.value(problemFile, 'refuseField');
  return `${refuseField}(${literal(field)}, ${literal(code)}, ${literal(sentence(message))})`;
}

const MAX_WIDTH = 97;

/** Ends the operation when the condition holds. */
export function refuseWhen(condition: string, call: string): string {
  const line = `if (${condition}) ${call};`;
  return line.length <= MAX_WIDTH ? line : `if (${condition}) {\n    ${call};\n  }`;
}
