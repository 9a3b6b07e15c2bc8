import { PipelineBuilder } from './builder.ts';
import { assertName } from './checks.ts';
import type { Schema, SchemaInput, SchemaOutput } from './schema.ts';
import type { StageDefinition } from './stage-definition.ts';

declare const types: unique symbol;

/** A finished definition: a graph of stages, what goes in and what comes out. Immutable. */
export interface Pipeline<Input = unknown, Services = unknown, Output = unknown> {
  readonly name: string;
  readonly version: string;
  readonly input: Schema;
  /** In the order of declaration, which is a topological order: a stage can only need earlier ones. */
  readonly stages: ReadonlyMap<string, StageDefinition>;
  /** One stage's name, or the names under which several stages' outputs are returned. */
  readonly output: string | Readonly<Record<string, string>>;
  readonly [types]?: { input: Input; services: (services: Services) => void; output: Output };
}

/** Any pipeline at all, whatever it takes, needs and gives. */
export type AnyPipeline = Pipeline<unknown, never, unknown>;

export type PipelineInput<P> = P extends Pipeline<infer Input, never, unknown> ? Input : never;
export type PipelineOutput<P> = P extends Pipeline<unknown, never, infer Output> ? Output : never;

export interface PipelineOptions<In extends Schema, Services> {
  readonly name: string;
  /** Change it when runs of the old definition must not go on under the new one. */
  readonly version: string;
  readonly input: In;
  /** `type<Services>()`: what stages get as `services`, given to `createEngine` at run time. */
  readonly services?: Schema<Services, Services>;
}

/**
 * Begins a pipeline. Add stages to the builder, then call `output` for the finished definition.
 * Throws DefinitionError for anything that could never run.
 */
export function definePipeline<In extends Schema, Services = unknown>(
  options: PipelineOptions<In, Services>,
): PipelineBuilder<SchemaInput<In>, SchemaOutput<In>, Services> {
  assertName('pipeline', options.name);
  return new PipelineBuilder(options.name, options.version, options.input);
}
