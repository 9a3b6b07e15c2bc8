import type { ValueType } from '../../../expression/expression.ts';
import type { SourceFile } from '../../code/source-file.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import { valuesFile } from './values-file.ts';

/** Where an amount comes from. */
interface Amount {
  readonly code: string;
  readonly type: ValueType;
}

/** An amount that was computed, with two decimals. */
export function roundedAmount({ code, type }: Amount, file: SourceFile, usage: StorageUsage): string {
  const name = type.kind === 'nullable' ? 'toCentsIfAny' : 'toCents';
  usage.rounding.add(name);
  return `${file.imports.value(valuesFile, name)}(${code})`;
}
