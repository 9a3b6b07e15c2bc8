import type { AnyPipeline } from '../definition/pipeline.ts';
import { compensationOf, type StageKind, workOf } from '../definition/stage-definition.ts';

/** A definition as the scheduler sees it: data only. */
export interface Plan {
  readonly stages: ReadonlyMap<string, StagePlan>;
  /** Whether any two stages differ in priority, so that their order matters. */
  readonly hasPriorities: boolean;
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
  /** Of work that could start, the highest goes first. */
  readonly priority: number;
  /** Names of the resources an attempt takes a share of. */
  readonly uses: readonly string[];
  readonly hasFallback: boolean;
  readonly hasCompensation: boolean;
}

export function planOf(pipeline: AnyPipeline): Plan {
  const dependants = new Map<string, string[]>();
  const stages = new Map<string, StagePlan>();
  for (const stage of pipeline.stages.values()) {
    const { name, kind, priority, uses } = stage;
    const limit = stage.kind === 'map' ? stage.limit : 1;
    const needs = [...new Set(Object.values(stage.needs))];
    const own: string[] = [];
    dependants.set(name, own);
    for (const need of needs) dependants.get(need)?.push(name);
    stages.set(name, {
      name,
      kind,
      limit,
      priority,
      uses,
      needs,
      dependants: own,
      hasFallback: workOf(stage)?.fallback !== undefined,
      hasCompensation: compensationOf(stage) !== undefined,
    });
  }
  const priorities = new Set([...stages.values()].map(({ priority }) => priority));
  return { stages, hasPriorities: priorities.size > 1 };
}
