import { SourceFile } from '../../code/source-file.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { storeFile } from '../store/store-file.ts';
import { tablesFile } from '../store/tables-file.ts';
import { folderFile, sweeperFile } from './file-paths.ts';

/** `src/components/file-sweeper.ts`. */
export function renderSweeperFile(system: SystemPlan): SourceFile {
  const file = new SourceFile(sweeperFile);
  const { async, promise, result } = system.asynchrony;
  file.imports.value('@millwright/harness', 'HarnessComponent');
  file.imports.type('@millwright/harness', 'ComponentContext');
  file.imports.value('node:timers/promises', 'setTimeout as sleep');
  file.imports.type(folderFile, 'FileFolder');
  file.imports.type(tablesFile, 'Tables');
  file.imports.type(storeFile, 'Transaction');
  const isTemporary = system.model.storage.kind === 'memory';
  const lists = [...system.entities.values()].flatMap(({ entity, table }) =>
    entity.fields
      .filter((field) => field.file !== undefined)
      .map(({ name }) => `${result(`tables.${table}.filter({})`)}.map((row) => row.${name}?.sha256)`),
  );
  const [only, ...rest] = lists;
  file.add('const SWEEP_MS = 60_000;');
  file.add(`
/** Removes files that no record refers to any more. */
export class FileSweeper extends HarnessComponent {
  readonly store = this.requests<Transaction, unknown>('store', { type: 'Transaction' });
  readonly #files: FileFolder;

  constructor(files: FileFolder) {
    super('fileSweeper');
    this.#files = files;
  }

  override async process({ signal }: ComponentContext): Promise<void> {
    while (!signal.aborted) {
      await this.#files.sweep((await this.store.request(usedFiles)) as ReadonlySet<string>);
      await sleep(SWEEP_MS, undefined, { signal }).catch(() => undefined);
    }
  }${
    isTemporary
      ? `

  /** Records in memory end with the process, and their files with them. */
  override async cleanup(): Promise<void> {
    await this.#files.remove();
  }`
      : ''
  }
}`);
  return file.add(`
/** The checksums of all files that records refer to. */
${async}function usedFiles(tables: Tables): ${promise('ReadonlySet<string>')} {
  const checksums = ${only === undefined || rest.length > 0 ? `[${lists.map((list) => `...${list}`).join(', ')}]` : only};
  return new Set(checksums.filter((sha256) => sha256 !== undefined));
}`);
}
