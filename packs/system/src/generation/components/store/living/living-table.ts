import { compileExpression } from '../../../../expression/compile-expression.ts';
import type { Expression } from '../../../../expression/expression.ts';
import type { Entity, KeptKey } from '../../../../model/entity.ts';
import { literal } from '../../../code/literal.ts';
import { sentence } from '../../../code/comment.ts';
import type { SourceFile } from '../../../code/source-file.ts';
import type { EntityPlan } from '../../../plan/entity-plan.ts';
import type { StorageUsage } from '../../../plan/storage-usage.ts';
import { fileOfHelper } from '../../domain/calendar-file.ts';
import { historyFile, historyFunction } from '../../domain/history-file.ts';
import { problemFile } from '../../domain/refusal.ts';
import { expiringTableFile } from './expiring-table-file.ts';
import { keyedTableFile } from './keyed-table-file.ts';
import { softDeletingTableFile } from './soft-deleting-table-file.ts';
import { versionedTableFile } from './versioned-table-file.ts';

/** An instant that never comes. */
export const never = '9999-12-31T23:59:59.999Z';

/** A table that stands by itself and inside another. */
export interface KeptTable {
  readonly variable: string;
  readonly table: string;
  readonly code: string;
}

interface LivingContext {
  readonly file: SourceFile;
  readonly usage: StorageUsage;
  /** Takes the tables in which everything is found. */
  readonly kept: KeptTable[];
}

/**
 * The code that creates the table of an entity: the table of the storage inside those that keep its keys, end its rows, keep
 * deleted ones and count versions. `clock` is the variable that knows the instant of the transaction.
 */
export function livingTable(
  { entity, type, table: name }: Pick<EntityPlan, 'entity' | 'type' | 'table'>,
  table: string,
  clock: string,
  { file, usage, kept }: LivingContext,
): string {
  const { keptKeys = [], expires, isSoftDeleted, versions } = entity;
  let code = table;
  if (keptKeys.length > 0) {
    const keys = keptKeys.map((key) => keyCode(key, entity, file, usage)).join(', ');
    const gone = expires === undefined ? '' : `, ({ goneAt }) => goneAt <= ${clock}.now`;
    code = `new ${file.imports.value(keyedTableFile, 'KeyedTable')}(${code}, [${keys}]${gone})`;
  }
  if (usage.kept.has(entity.name)) {
    kept.push({ variable: `kept${type}`, table: name, code });
    code = `kept${type}`;
  }
  if (expires !== undefined) {
    const end = recordCode(expires, file, usage);
    const text = expires.type.kind === 'nullable' ? `${end} ?? ${literal(never)}` : end;
    code = `new ${file.imports.value(expiringTableFile, 'ExpiringTable')}(${code}, ${clock}, (record) => ${text})`;
  }
  if (isSoftDeleted === true) {
    code = `new ${file.imports.value(softDeletingTableFile, 'SoftDeletingTable')}(${code}, ${clock})`;
  }
  if (versions !== undefined) {
    const keep =
      versions.history === undefined
        ? ''
        : `, (row) => ${file.imports.value(historyFile, historyFunction(type))}(tables, row)`;
    code = `new ${file.imports.value(versionedTableFile, 'VersionedTable')}(${code}${keep})`;
  }
  return code;
}

function keyCode(
  { kept, fields, ignoreCase, where, otherwise }: KeptKey,
  { isSoftDeleted }: Entity,
  file: SourceFile,
  usage: StorageUsage,
): string {
  const tests = [
    ...(isSoftDeleted === true ? ['record.deletedAt === null'] : []),
    ...(where === undefined ? [] : [recordCode(where, file, usage)]),
  ];
  const members = [
    `column: ${literal(kept)}`,
    `fields: ${literal(fields)}`,
    ...(ignoreCase ? ['ignoreCase: true'] : []),
    ...(tests.length === 0
      ? []
      : [
          `isHeldBy: (record) => ${tests.length === 1 ? tests[0] : tests.map((test) => `(${test})`).join(' && ')}`,
        ]),
  ];
  if (where !== undefined) members.push('isPartial: true');
  if (otherwise !== undefined) {
    const { status, code, message, field } = otherwise;
    const problem = file.imports.value(problemFile, 'Problem');
    const text = literal(sentence(message));
    const errors =
      field === undefined ? '' : `, [{ field: ${literal(field)}, code: ${literal(code)}, message: ${text} }]`;
    members.push(`refusal: () => new ${problem}(${status}, ${literal(code)}, ${text}${errors})`);
  }
  return `{ ${members.join(', ')} }`;
}

function recordCode(expression: Expression, file: SourceFile, usage: StorageUsage): string {
  const compiled = compileExpression(expression, { variables: { record: 'record' } });
  for (const helper of compiled.helpers) {
    usage.calendar.add(helper);
    file.imports.value(fileOfHelper(helper), helper);
  }
  for (const { module, name } of compiled.imports) file.imports.value(module, name);
  return compiled.code;
}
