import { openStore } from '../store/sqlite/sqlite-store.ts';
import type { Store } from '../store/store.ts';

/** Opens the store at a PostgreSQL URL, or in a file. The driver is loaded only for the former. */
export async function openAnyStore(address: string): Promise<Store> {
  if (!address.startsWith('postgres://')) return openStore(address);
  const { openPostgresStore } = await import('../store/postgres/postgres-store.ts');
  return openPostgresStore({ connectionString: address });
}
