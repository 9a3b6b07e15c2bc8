import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { release, version } from 'node:os';
import { dirname } from 'node:path';
import { z } from 'zod';
import { hostileProgram } from './targets.ts';
import { type Trials, trialsSchema } from './trial.ts';

const cacheSchema = z.record(z.string(), z.object({ key: z.string(), trials: trialsSchema }));

export interface Tried {
  readonly tier: string;
  /** Command and version of the tool of the tier. */
  readonly tool: string;
}

/**
 * What was found out earlier, as long as nothing has changed that it depends on: kernel, tool, Node, user, and the hostile
 * program itself. A file that cannot be read counts as empty.
 */
export async function recallTrials(file: string | undefined, tried: Tried): Promise<Trials | undefined> {
  const cached = (await readCache(file))[tried.tier];
  return cached?.key === (await keyOf(tried)) ? cached.trials : undefined;
}

/** A cache that cannot be written is no error: the next one tries again. */
export async function rememberTrials(file: string | undefined, tried: Tried, trials: Trials): Promise<void> {
  if (file === undefined) return;
  const content = { ...(await readCache(file)), [tried.tier]: { key: await keyOf(tried), trials } };
  const draft = `${file}.${process.pid}`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(draft, JSON.stringify(content, null, 2));
    await rename(draft, file);
  } catch {
    // Whoever needs the folder says what is wrong with it.
  }
}

async function readCache(file: string | undefined): Promise<z.infer<typeof cacheSchema>> {
  if (file === undefined) return {};
  try {
    return cacheSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return {};
  }
}

async function keyOf({ tool }: Tried): Promise<string> {
  const hostile = await readFile(hostileProgram);
  const parts = [tool, process.platform, release(), version(), process.version, process.getuid?.() ?? ''];
  return createHash('sha256').update(JSON.stringify(parts)).update(hostile).digest('hex');
}
