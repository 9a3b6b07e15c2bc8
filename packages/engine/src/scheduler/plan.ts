import type { AnyPipeline } from '../definition/pipeline.ts';
import type { StageKind } from '../definition/stage.ts';

/** A definition as the scheduler sees it: data only. */
export interface Plan {
  readonly stages: ReadonlyMap<string, StagePlan>;
}

export interface StagePlan {
  readonly name: string;
  readonly kind: StageKind;
  /** The distinct stages this one waits for. */
  readonly needs: readonly string[];
  /** The stages that wait for this one. */
  readonly dependants: readonly string[];
  /** Most items of a map that may run at once. */
  readonly limit: number;
}

export function planOf(pipeline: AnyPipeline): Plan {
  const dependants = new Map<string, string[]>();
  const stages = new Map<string, StagePlan>();
  for (const stage of pipeline.stages.values()) {
    const needs = [...new Set(Object.values(stage.needs))];
    const own: string[] = [];
    dependants.set(stage.name, own);
    for (const need of needs) dependants.get(need)?.push(stage.name);
    stages.set(stage.name, {
      name: stage.name,
      kind: stage.kind,
      needs,
      dependants: own,
      limit: stage.limit,
    });
  }
  return { stages };
}
