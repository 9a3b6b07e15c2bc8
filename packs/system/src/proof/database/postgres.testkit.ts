import { findPostgres, postgresRemedy } from './find-postgres.ts';

/** The server programs of this machine. Says loudly what is left out where there are none. */
export const postgresPrograms = findPostgres();

if (postgresPrograms === undefined) console.warn(`Tests of PostgreSQL are SKIPPED. ${postgresRemedy}`);
