import type { Entity } from '../../../model/entity.ts';
import { paragraphs } from '../../code/blocks.ts';
import { SourceFile } from '../../code/source-file.ts';
import { changesByEntity } from '../../plan/flow-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { tablesFile } from './tables-file.ts';

export const watchedTableFile = 'src/storage/watched-table.ts';

/** `src/storage/watched-table.ts`, or undefined where nobody waits for changes. `base` is the table of the storage. */
export function renderWatchedTable(
  base: { readonly name: string; readonly file: string },
  system: SystemPlan,
  { methods }: StorageUsage,
): SourceFile | undefined {
  if (changesByEntity(system).size === 0) return undefined;
  const file = new SourceFile(watchedTableFile);
  const { asynchrony } = system;
  const wait = asynchrony.await;
  file.imports.value(base.file, base.name);
  file.imports.type(tablesFile, 'Stored');
  if (methods.has('insert')) file.imports.type(tablesFile, 'NewRow');
  if (methods.has('update')) file.imports.type(tablesFile, 'Changes');
  return file.add(`
/** A table that tells of each change of its rows, in the transaction that makes it. */
export class WatchedTable<Row extends Stored> extends ${base.name}<Row> {
${paragraphs(
  `  readonly #tell: (before: Row | undefined, after: Row | undefined) => ${asynchrony.promise('void')};`,
  `  constructor(
    tell: (before: Row | undefined, after: Row | undefined) => ${asynchrony.promise('void')},
    ...parameters: ConstructorParameters<typeof ${base.name}<Row>>
  ) {
    super(...parameters);
    this.#tell = tell;
  }`,
  methods.has('insert') &&
    `  override ${asynchrony.async}insert(values: NewRow<Row>): ${asynchrony.promise('Row')} {
    const row = ${wait}super.insert(values);
    ${wait}this.#tell(undefined, row);
    return row;
  }`,
  methods.has('update') &&
    `  override ${asynchrony.async}update(row: Row, changes: Changes<Row>): ${asynchrony.promise('Row')} {
    const changed = ${wait}super.update(row, changes);
    if (changed !== row) ${wait}this.#tell(row, changed);
    return changed;
  }`,
  methods.has('delete') &&
    `  override ${asynchrony.async}delete(row: Row): ${asynchrony.promise('void')} {
    ${wait}super.delete(row);
    ${wait}this.#tell(row, undefined);
  }`,
)}
}`);
}

/** The code that makes the table of an entity, watched where somebody waits for its changes. */
export function tableCode(
  { name, row, parameters }: { readonly name: string; readonly row: string; readonly parameters: string },
  tell: string | undefined,
  { isSoftDeleted }: Entity,
): string {
  if (tell === undefined) return `new ${name}<${row}>(${parameters})`;
  // A row that is kept when it is deleted only changes.
  const after = isSoftDeleted === true ? 'after?.deletedAt === null ? after : undefined' : 'after';
  return `new WatchedTable<${row}>((before, after) => ${tell}(tables, before, ${after}), ${parameters})`;
}
