import type { Fallen } from '../definition/context.ts';
import { validate } from '../definition/schema.ts';
import type { StageDefinition, Work, WorkContext } from '../definition/stage-definition.ts';
import { DefinitionError } from '../errors.ts';
import type { Failure } from '../journal/failure.ts';
import type { Value } from '../journal/value.ts';

/** What came of an attempt that did not throw. */
export type Outcome =
  | {
      readonly kind: 'succeeded';
      readonly output: unknown;
      readonly degraded?: Failure;
      /** Key of the loop's round that has to follow. */
      readonly next?: string;
    }
  | { readonly kind: 'reused'; readonly output: Value; readonly from: string }
  | { readonly kind: 'skipped' }
  | { readonly kind: 'expanded'; readonly items: readonly unknown[]; readonly keys: readonly string[] }
  | { readonly kind: 'asking'; readonly prompt: unknown }
  | { readonly kind: 'sleeping'; readonly forMs: number }
  | { readonly kind: 'calling'; readonly runId: string }
  | { readonly kind: 'compensated' };

/** Runs a stage's work once and checks its result. Throws whatever that code throws. */
export async function perform(stage: StageDefinition & Work, context: WorkContext): Promise<Outcome> {
  const output = await checked(stage, await stage.run(context));
  if (stage.kind !== 'loop' || context.round >= stage.maxRounds) return { kind: 'succeeded', output };
  const isDone = await stage.until(output, context.round);
  return { kind: 'succeeded', output, ...(isDone ? {} : { next: String(context.round + 1) }) };
}

/** Gives the lesser result of a stage whose work has failed for good. A loop ends with it. */
export async function fallBack(
  stage: StageDefinition & Work,
  context: WorkContext & Fallen,
): Promise<Outcome> {
  const output = await checked(stage, await stage.fallback?.(context));
  return { kind: 'succeeded', output, degraded: context.failure };
}

/** What a stage does before its work, or instead of it: its condition, its items, its question, its delay. */
export async function prepare(
  stage: StageDefinition,
  seen: { readonly input: unknown; readonly needs: Readonly<Record<string, unknown>> },
): Promise<Outcome | undefined> {
  if (stage.when !== undefined && !(await stage.when(seen))) return { kind: 'skipped' };
  switch (stage.kind) {
    case 'map': {
      const items = await stage.over(seen);
      return { kind: 'expanded', items, keys: keysOf(stage.name, items, stage.key) };
    }
    case 'loop':
      return { kind: 'expanded', items: [], keys: ['1'] };
    case 'approval':
      return { kind: 'asking', prompt: await stage.prompt(seen) };
    case 'sleep':
      return { kind: 'sleeping', forMs: await stage.forMs(seen) };
    default:
      return undefined;
  }
}

function checked({ output, name }: StageDefinition & Work, result: unknown): unknown {
  return output === undefined ? result : validate(output, result, `The output of ${name}`);
}

function keysOf(
  stage: string,
  items: readonly unknown[],
  key: ((item: unknown, index: number) => string) | undefined,
): string[] {
  const seen = new Set<string>();
  return items.map((item, index) => {
    const name = key === undefined ? String(index) : key(item, index);
    if (seen.has(name))
      throw new DefinitionError(`Map ${stage} has two items with the key ${JSON.stringify(name)}`);
    seen.add(name);
    return name;
  });
}
