import type { ItemContext } from '../definition/context.ts';
import { validate } from '../definition/schema.ts';
import type { StageDefinition } from '../definition/stage.ts';
import { DefinitionError } from '../errors.ts';

/** What came of an attempt that did not throw. */
export type Outcome =
  | { readonly kind: 'succeeded'; readonly output: unknown }
  | { readonly kind: 'skipped' }
  | { readonly kind: 'expanded'; readonly items: readonly unknown[]; readonly keys: readonly string[] };

/** Runs a stage's own code once: its condition, then its items or its work. Throws whatever that code throws. */
export async function runAttempt(
  stage: StageDefinition,
  context: ItemContext,
  isItem: boolean,
): Promise<Outcome> {
  if (isItem) return work(stage, context);
  const decisionContext = { input: context.input, needs: context.needs };
  if (stage.when !== undefined && !(await stage.when(decisionContext))) return { kind: 'skipped' };
  if (stage.over === undefined) return work(stage, context);
  const items = await stage.over(decisionContext);
  return { kind: 'expanded', items, keys: keysOf(stage, items) };
}

async function work(stage: StageDefinition, context: ItemContext): Promise<Outcome> {
  const result = await stage.run(context);
  if (stage.output === undefined) return { kind: 'succeeded', output: result };
  return { kind: 'succeeded', output: await validate(stage.output, result, `The output of ${stage.name}`) };
}

function keysOf(stage: StageDefinition, items: readonly unknown[]): string[] {
  const keys = items.map((item, index) => (stage.key === undefined ? String(index) : stage.key(item, index)));
  const seen = new Set<string>();
  for (const key of keys) {
    if (seen.has(key))
      throw new DefinitionError(`Map ${stage.name} has two items with the key ${JSON.stringify(key)}`);
    seen.add(key);
  }
  return keys;
}
