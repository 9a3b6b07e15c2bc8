import { SourceFile } from '../../code/source-file.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { storeFile } from '../store/store-file.ts';
import { tablesFile } from '../store/tables-file.ts';

export const commandFile = 'src/components/command.ts';

/** `src/components/command.ts`: the messages between the HTTP side and the controllers. */
export function renderCommandFile({ asynchrony: { await: wait }, hasStore }: SystemPlan): SourceFile {
  const result = wait === '' ? 'ReturnType<Offered[Name]>' : 'Awaited<ReturnType<Offered[Name]>>';
  const file = new SourceFile(commandFile);
  file.imports.type('@millwright/harness', 'RequestPort');
  file.imports.type(tablesFile, 'Tables');
  if (hasStore) file.imports.type(storeFile, 'Transaction');
  else file.add('/** What carries a command out. */\ntype Transaction = (tables: Tables) => unknown;');
  return file.add(`
/** The operations a controller offers, by name. Each takes the tables first. */
type Operations = Readonly<Record<string, (tables: Tables, ...parameters: never[]) => unknown>>;

type ParametersOf<Operation> = Operation extends (
  tables: Tables,
  ...parameters: infer Others
) => unknown
  ? Others
  : never;

/** A message that asks a controller for one of its operations. */
export type Command<Offered extends Operations> = {
  readonly [Name in keyof Offered]: {
    readonly operation: Name;
    readonly parameters: ParametersOf<Offered[Name]>;
  };
}[keyof Offered];

/** Asks a controller for an operation and waits for its result. */
export type Ask<Offered extends Operations> = <Name extends keyof Offered>(
  operation: Name,
  ...parameters: ParametersOf<Offered[Name]>
) => Promise<${result}>;

/** The transaction that carries a command out. */
export function transactionOf<Offered extends Operations>(
  operations: Offered,
  { operation, parameters }: Command<Offered>,
): Transaction {
  const run = operations[operation] as (...all: readonly unknown[]) => unknown;
  return (tables) => run(tables, ...parameters);
}

/** The way to ask through a port, with the types of each operation. */
export function askThrough<Offered extends Operations>(
  port: RequestPort<Command<Offered>, unknown>,
): Ask<Offered> {
  return (operation, ...parameters) =>
    port.request({ operation, parameters }) as ReturnType<Ask<Offered>>;
}`);
}
