import { z } from 'zod';
import type { PackContents } from './pack.ts';

const list = z.array(z.unknown()).optional();
const byProduct = z.record(z.string(), z.array(z.unknown())).optional();

const contentsSchema = z.looseObject({
  generators: list,
  checks: byProduct,
  fixers: byProduct,
  stages: list,
  templates: list,
  analysers: byProduct,
  knowledge: z.custom((value) => typeof value === 'function', 'expected a function').optional(),
});

/** @throws Error when what `setup` returned is not of the form that a pack's contents have. The parts are looked at later, one by one. */
export function checkContents(contents: PackContents): PackContents {
  const read = contentsSchema.safeParse(contents);
  if (!read.success)
    throw new Error(`what its setup returns is not what a pack brings: ${z.prettifyError(read.error)}`);
  return contents;
}
