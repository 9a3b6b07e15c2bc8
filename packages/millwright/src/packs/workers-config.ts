import { z } from 'zod';

const workersSchema = z.strictObject({
  /** Whose generators run in worker processes: those of packs that are not Millwright's own, all, or none. */
  run: z.enum(['others', 'all', 'none']).default('others'),
  /** Processes at most; one per processor when left out. */
  count: z.int().min(1).max(64).exactOptional(),
  /** Heap of each, in MB. */
  memoryMb: z.int().min(32).max(65_536).exactOptional(),
  /** Time for one job, in milliseconds. */
  timeMs: z.int().min(1).exactOptional(),
});

/** How generators run in worker processes, as the `millwright.workers` of a package.json says. */
export type WorkersConfig = Readonly<z.infer<typeof workersSchema>>;

/** Reads the section. @throws Error with all that is wrong with it. */
export function readWorkersConfig(section: unknown): WorkersConfig {
  const read = workersSchema.safeParse(section);
  if (read.success) return read.data;
  throw new Error(z.prettifyError(read.error));
}
