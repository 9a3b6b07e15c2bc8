import type { StatementSync } from 'node:sqlite';

/** Compiles a statement once and gives the same one back ever after. */
export type Prepare = (sql: string) => StatementSync;
