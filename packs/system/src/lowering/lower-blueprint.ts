import type { Diagnostic, DocumentPath } from '../blueprint/diagnostic.ts';
import { pathText } from '../blueprint/diagnostic.ts';
import { BlueprintError } from '../blueprint/errors.ts';
import { readBlueprint } from '../blueprint/read-blueprint.ts';
import type { BlueprintSource } from '../blueprint/source.ts';
import type { SystemModel } from '../model/system.ts';
import { withoutAccessConsequences } from './access-consequences.ts';
import { lower } from './lower.ts';

export interface LoweredBlueprint {
  readonly source: BlueprintSource;
  readonly model: SystemModel;
}

export interface LoweringOptions {
  /** For messages only. */
  readonly file?: string;
  /** Called before the meaning is checked; may throw to prevent that. */
  readonly onRead?: (source: BlueprintSource) => void;
}

/** A request is understood, checked and designed from one text, and what it was lowered to never changes. */
let latest: LoweredBlueprint | undefined;

/**
 * Reads a blueprint and lowers it. Throws one BlueprintError with everything that is wrong with it: where its shape is wrong, what
 * the rest means is checked all the same.
 */
export function lowerBlueprint(yaml: string, options: LoweringOptions = {}): LoweredBlueprint {
  try {
    if (latest?.source.yaml === yaml && latest.source.file === options.file) {
      options.onRead?.(latest.source);
      return latest;
    }
    const source = readBlueprint(yaml, options);
    options.onRead?.(source);
    latest = { source, model: lower(source) };
    return latest;
  } catch (error) {
    if (!(error instanceof BlueprintError)) throw error;
    if (error.readable === undefined)
      throw new BlueprintError(withoutAccessConsequences(error.diagnostics), options.file);
    const { mended, source } = error.readable;
    const own = meaningProblems(source).filter((problem) => !isConsequence(problem, mended));
    const all = [...error.diagnostics, ...own].toSorted(byPlace);
    throw new BlueprintError(withoutAccessConsequences(all), options.file);
  }
}

function meaningProblems(source: BlueprintSource): readonly Diagnostic[] {
  try {
    lower(source);
    return [];
  } catch (error) {
    if (error instanceof BlueprintError) return error.diagnostics;
    throw error;
  }
}

/** What may be wrong with an operation only because a part of it was taken out. */
const operationConsequences: ReadonlySet<Diagnostic['code']> = new Set([
  'unknown_variable',
  'unknown_name',
  'unknown_parameter',
  'missing_field',
  'input_unused',
  'invalid_answer',
  'wrong_variable',
  'may_be_null',
  'key_not_unique',
  'unknown_route',
]);

/** Whether a problem may be there only because something that was wrong itself was taken out. */
function isConsequence(problem: Diagnostic, mended: readonly DocumentPath[]): boolean {
  return mended.some((path) => {
    const place = pathText(path);
    if (problem.path.startsWith(place)) return true;
    const lost = path.at(-1);
    if (typeof lost === 'string' && problem.message.includes(`\`${lost}\``)) return true;
    if (path[0] === 'entities' && path[2] === 'states') return stateCodes.has(problem.code);
    const isOwnOperation = path[0] === 'operations' && problem.path.startsWith(pathText(path.slice(0, 2)));
    return isOwnOperation && operationConsequences.has(problem.code);
  });
}

const stateCodes: ReadonlySet<Diagnostic['code']> = new Set([
  'unknown_field',
  'unknown_name',
  'unknown_state',
  'not_in_enum',
]);

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
