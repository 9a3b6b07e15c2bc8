import { createHash } from 'node:crypto';
import type { AnyPipeline } from './pipeline.ts';
import type { StageDefinition } from './stage-definition.ts';

/** What makes two definitions the same as far as a recorded run is concerned. Plain data, kept with the run. */
export interface Shape {
  readonly name: string;
  readonly version: string;
  readonly output: AnyPipeline['output'];
  readonly stages: Readonly<Record<string, StageShape>>;
}

interface StageShape {
  readonly kind: string;
  readonly version: string;
  readonly needs: Readonly<Record<string, string>>;
  readonly isConditional: boolean;
  /** The pipeline a call stage runs, with its version. */
  readonly calls?: string;
}

/** Retries, timeouts and limits are left out: changing them leaves recorded results as good as they were. */
export function shapeOf(pipeline: AnyPipeline): Shape {
  const stages = [...pipeline.stages.values()].map((stage) => [stage.name, stageShapeOf(stage)]);
  return {
    name: pipeline.name,
    version: pipeline.version,
    output: pipeline.output,
    stages: Object.fromEntries(stages),
  };
}

function stageShapeOf(stage: StageDefinition): StageShape {
  const { kind, version, needs, when } = stage;
  const shape = { kind, version, needs, isConditional: when !== undefined };
  return stage.kind === 'call'
    ? { ...shape, calls: `${stage.pipeline.name} ${stage.pipeline.version}` }
    : shape;
}

export function fingerprintOf(shapeText: string): string {
  return createHash('sha256').update(shapeText).digest('hex');
}

/** What changed from one definition to another, one sentence each, for a person to judge. */
export function changesBetween(before: Shape, after: Shape): string[] {
  const changes: string[] = [];
  if (before.version !== after.version) {
    changes.push(`the pipeline's version went from ${before.version} to ${after.version}`);
  }
  for (const [name, stage] of Object.entries(before.stages)) {
    const now = after.stages[name];
    if (now === undefined) changes.push(`stage ${name} was removed`);
    else changes.push(...stageChanges(name, stage, now));
  }
  for (const name of Object.keys(after.stages)) {
    if (before.stages[name] === undefined) changes.push(`stage ${name} was added`);
  }
  if (JSON.stringify(before.output) !== JSON.stringify(after.output)) changes.push('the output was changed');
  return changes;
}

function stageChanges(name: string, before: StageShape, after: StageShape): string[] {
  const changes: string[] = [];
  if (before.kind !== after.kind) changes.push(`stage ${name} was a ${before.kind} and is a ${after.kind}`);
  if (before.version !== after.version) {
    changes.push(`stage ${name} went from version ${before.version} to ${after.version}`);
  }
  if (JSON.stringify(before.needs) !== JSON.stringify(after.needs)) {
    changes.push(`stage ${name} needed ${listed(before.needs)} and needs ${listed(after.needs)}`);
  }
  if (before.isConditional !== after.isConditional) {
    changes.push(`stage ${name} ${after.isConditional ? 'gained' : 'lost'} a condition`);
  }
  if (before.calls !== after.calls) {
    changes.push(`stage ${name} called ${before.calls ?? 'nothing'} and calls ${after.calls ?? 'nothing'}`);
  }
  return changes;
}

function listed(needs: Readonly<Record<string, string>>): string {
  return Object.values(needs).join(', ') || 'nothing';
}
