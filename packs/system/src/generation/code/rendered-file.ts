import { plannedPiece, type SystemPlan } from '../plan/system-plan.ts';
import type { SourceFile } from './source-file.ts';

/** A file that is complete: a source file, or the text of one. */
export interface RenderedFile {
  readonly path: string;
  toString(): string;
}

/** A file that is rendered from the plan alone, as a piece of its own. */
export function filePiece(
  system: SystemPlan,
  name: string,
  render: () => SourceFile | undefined,
): RenderedFile | undefined {
  const made = plannedPiece(system, name, () => {
    const file = render();
    return file === undefined ? null : { path: file.path, text: file.toString() };
  });
  return made === null ? undefined : textFile(made);
}

export function textFile({ path, text }: { readonly path: string; readonly text: string }): RenderedFile {
  return { path, toString: () => text };
}
