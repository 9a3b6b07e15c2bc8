import { type } from '@millwright/engine';
import { z } from 'zod';
import { defineCheck } from '../check/check.ts';
import { FileTree, type GeneratedFile } from '../file-tree/file-tree.ts';
import type { FixContext } from '../healing/fixer.ts';

const text = z.string().min(1);
const isFunction = z.custom<(...given: never) => unknown>(
  (value) => typeof value === 'function',
  'expected a function',
);
const named = z.looseObject({ name: text });

/** What each kind of part must have before anything is done with it. Packs in plain JavaScript are seen by no compiler. */
const schemas = {
  generator: named.extend({
    version: text,
    description: text,
    capabilities: z.array(text),
    accepts: z.custom(
      (value) => isFunction.safeParse((value as { safeParse?: unknown })?.safeParse).success,
      'expected a Zod schema, or anything with safeParse',
    ),
    generate: isFunction,
  }),
  check: named.extend({
    tier: z.literal([1, 2, 3, 4]),
    needs: z.array(text).optional(),
    // Infinity is for a check that limits itself, and no number to Zod.
    timeoutMs: z
      .custom<number>((value) => typeof value === 'number' && value > 0, 'expected milliseconds')
      .optional(),
    appliesTo: isFunction.optional(),
    run: isFunction,
  }),
  fixer: named.extend({ version: text, description: text, fixes: isFunction, fix: isFunction }),
  stage: named.extend({ description: text, run: isFunction }),
  template: named.extend({ title: text, description: text, request: text }),
  analyser: named.extend({ version: text, description: text, suits: isFunction, analyse: isFunction }),
} as const;

export type PartKind = keyof typeof schemas;

/** What is wrong with a part, in words; undefined when it can be used. */
export function problemOfPart(kind: PartKind, part: unknown): string | undefined {
  const read = schemas[kind].safeParse(part);
  return read.success ? undefined : z.prettifyError(read.error);
}

/** The part with everything filled in that its declaration may leave out. */
export function preparePart<Part>(kind: PartKind, part: Part): Part {
  switch (kind) {
    case 'check':
      return defineCheck(part as never) as Part;
    case 'stage':
      return { version: '1', input: type(), output: undefined, isPure: false, ...part };
    case 'fixer':
      return returningTrees(part as never) as Part;
    default:
      return part;
  }
}

interface AnyFix {
  fix(failures: unknown, context: FixContext<unknown>): unknown;
}

/** A fixer may name only the files that it changes. */
function returningTrees(fixer: AnyFix): AnyFix {
  return {
    ...fixer,
    fix: async (failures, context) => {
      const fixed = await fixer.fix(failures, context);
      return Array.isArray(fixed) ? withFiles(context.tree, fixed) : fixed;
    },
  };
}

function withFiles(tree: FileTree, files: readonly GeneratedFile[]): FileTree {
  const changed = new Set(files.map(({ path }) => path));
  return FileTree.from([...tree.files().filter(({ path }) => !changed.has(path)), ...files]);
}
