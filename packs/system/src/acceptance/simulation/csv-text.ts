import { columnsOf } from '../../expression/csv-columns.ts';
import type { ValueType } from '../../expression/expression.ts';
import type { Value } from './evaluate.ts';
import { decided } from './unknown-value.ts';

/** What `csv(rows)` gives: a line with the names of the columns, and one for each row. */
export function csvText(type: ValueType | undefined, rows: Value | undefined): string {
  const columns = (type === undefined ? undefined : columnsOf(type)) ?? [];
  const lines = (rows as readonly Readonly<Record<string, Value>>[]).map((row) =>
    columns.map((column) => decided(row[column] ?? null)),
  );
  return [columns, ...lines].map((values) => `${values.map(cell).join(',')}\r\n`).join('');
}

function cell(value: Value): string {
  const text = String(value ?? '');
  const isFormula = typeof value === 'string' && '=+-@\t\r'.split('').some((sign) => text.startsWith(sign));
  const shown = isFormula ? `'${text}` : text;
  return ['"', ',', '\r', '\n'].some((sign) => shown.includes(sign))
    ? `"${shown.replaceAll('"', '""')}"`
    : shown;
}
