import { compileExpression } from '../../../expression/compile-expression.ts';
import { variablesIn } from '../../../expression/expression-walk.ts';
import type { ComputedField } from '../../../model/field.ts';
import { literal } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import { tablesFile } from '../store/tables-file.ts';
import { fileOfHelper } from './calendar-file.ts';
import { roundedAmount } from './rounded-amount.ts';

/** The parts of the transaction that computed values depend on. */
export function clockParameter(computed: readonly ComputedField[], file: SourceFile): string {
  const used = ['now', 'today'].filter((name) =>
    computed.some((field) => variablesIn(field.computed.node).has(name)),
  );
  const tables = file.imports.type(tablesFile, 'Tables');
  return `{ ${used.join(', ')} }: Pick<${tables}, ${used.map(literal).join(' | ')}>`;
}

/** The code of a computed value of the record in a variable. */
export function computedCode(
  { computed, type }: ComputedField,
  variable: string,
  file: SourceFile,
  usage: StorageUsage,
): string {
  const names = variablesIn(computed.node);
  if (names.has('now')) usage.hasNow = true;
  if (names.has('today')) usage.hasToday = true;
  const compiled = compileExpression(computed, {
    variables: { record: variable, now: 'now', today: 'today' },
  });
  for (const helper of compiled.helpers) {
    usage.calendar.add(helper);
    file.imports.value(fileOfHelper(helper), helper);
  }
  for (const { module, name } of compiled.imports) file.imports.value(module, name);
  if (type.kind !== 'money' || computed.node.kind === 'literal' || computed.node.kind === 'member')
    return compiled.code;
  return roundedAmount({ code: compiled.code, type: computed.type }, file, usage);
}
