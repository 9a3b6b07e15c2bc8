import { blueprintSchema } from './document.ts';
import type { DocumentPath } from './diagnostic.ts';
import type { ReadBlueprint } from './document.ts';
import { explainShape } from './explain-shape.ts';
import type { Problem } from './problems.ts';

/** A document whose wrong parts were taken out, so that the meaning of the rest can be checked. */
export interface MendedShape {
  readonly document: ReadBlueprint;
  /** Where something was taken out. */
  readonly mended: readonly DocumentPath[];
}

const mostRounds = 12;

/** Takes out what keeps a value from having the shape of a blueprint; undefined when too little would be left. */
export function mendShape(value: unknown): MendedShape | undefined {
  const draft: unknown = structuredClone(value);
  const mended: DocumentPath[] = [];
  for (let round = 0; round < mostRounds; round += 1) {
    const result = blueprintSchema.safeParse(draft);
    if (result.success) return { document: result.data, mended };
    const problems: Problem[] = [];
    explainShape(blueprintSchema, draft, (problem) => problems.push(problem));
    const isMended = problems.map((problem) => takeOut(draft, problem.path, mended)).some(Boolean);
    if (!isMended) return undefined;
  }
  return undefined;
}

type Container = Record<string | number, unknown> | unknown[];

/** Takes out the part at `path`. Steps keep their places: a step that does nothing stands for the one that is gone. */
function takeOut(root: unknown, path: DocumentPath, mended: DocumentPath[]): boolean {
  const key = path.at(-1);
  const container = at(root, path.slice(0, -1));
  if (key === undefined || container === undefined) return false;
  if (Array.isArray(container)) {
    if (typeof key !== 'number' || path.at(-2) !== 'do') return takeOut(root, path.slice(0, -1), mended);
    container[key] = { compute: `mended${key}`, value: 0 };
  } else {
    if (!Object.hasOwn(container, key)) return false;
    delete container[key];
  }
  mended.push(path);
  return true;
}

function at(root: unknown, path: DocumentPath): Container | undefined {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return typeof value === 'object' && value !== null ? (value as Container) : undefined;
}
