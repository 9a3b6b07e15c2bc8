/** Opens a store that this process may not write to, and prints what happens: `readonly-reader.ts <store>`. */
import { openStore } from '../store/sqlite/sqlite-store.ts';

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

async function tryAll(path: string): Promise<Record<string, unknown>> {
  try {
    const store = openStore(path);
    const { total } = await store.listRuns({});
    const worker = { id: 'w', machine: 'm', pid: 1, processStart: 's' };
    const written = await store.heartbeat(worker, 1).then(() => 'written', codeOf);
    return { opened: true, total, written };
  } catch (error) {
    return { opened: codeOf(error) };
  }
}

process.stdout.write(JSON.stringify(await tryAll(process.argv[2] ?? '')));
