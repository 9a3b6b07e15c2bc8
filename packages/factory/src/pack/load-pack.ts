import { pathToFileURL } from 'node:url';
import semver from 'semver';
import { z } from 'zod';
import type { Pack } from './pack.ts';
import type { PackLocation } from './pack-location.ts';
import type { PackProblem } from './pack-problem.ts';
import { runPackCode } from './run-pack-code.ts';

const range = z
  .string()
  .refine((text) => semver.validRange(text) !== null, 'expected a version range such as ^1.0.0');
const isFunction = (value: unknown) => typeof value === 'function';

const packSchema = z.object({
  name: z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'expected a kebab-case name'),
  version: z.string().refine((text) => semver.valid(text) !== null, 'expected a version such as 1.0.0'),
  description: z.string().min(1),
  millwright: range,
  requires: z.record(z.string(), range).optional(),
  services: z.array(z.object({ name: z.string().min(1) })).optional(),
  setup: z.custom(isFunction, 'expected a function'),
  close: z.custom(isFunction, 'expected a function').optional(),
});

export type LoadedPack = { readonly pack: Pack } | { readonly problem: PackProblem };

/** Runs the entry file of a pack and looks at what it exports. Never throws: a pack that is broken is a problem with a name. */
export async function loadPack({ name, entry }: PackLocation): Promise<LoadedPack> {
  let exported: unknown;
  try {
    exported = await runPackCode(
      async () => ((await import(pathToFileURL(entry).href)) as { default?: unknown }).default,
    );
  } catch (error) {
    return { problem: broken(name, entry, error) };
  }
  const checked = packSchema.safeParse(exported);
  if (checked.success) return { pack: exported as Pack };
  return {
    problem: {
      pack: name,
      code: 'pack_malformed',
      message: `The default export of ${entry} is not a pack: ${z.prettifyError(checked.error)}`,
      remedy: 'Export `definePack({ … })` as the default.',
    },
  };
}

function broken(name: string, entry: string, error: unknown): PackProblem {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
  return {
    pack: name,
    code: isMissing ? 'pack_not_found' : 'pack_broken',
    message: `${entry} cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
    remedy: isMissing
      ? 'Install what it imports, or mend the path in its package.json.'
      : `Mend ${name}, or remove it.`,
  };
}
