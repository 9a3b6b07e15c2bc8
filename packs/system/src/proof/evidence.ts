import {
  type CheckOutcome,
  type Evidence,
  type Sandbox,
  type StatementEvidence,
  biome,
  resolveTool,
} from '@millwright/factory';
import type { Suggestion } from '../knowledge/suggest.ts';
import type { Requirements } from '../requirements/requirements.ts';
import { resolveOxlint, resolveTypeScript } from './staging/tools.ts';
import { percentOf } from './testing/coverage-check.ts';
import type { TestRun } from './testing/test-run.ts';
import type { StatementTrace } from './trace/trace-statements.ts';

export interface EvidenceParts {
  readonly title: string;
  readonly createdAt: Date;
  readonly requirements: Requirements;
  readonly suggestions: readonly Suggestion[];
  readonly statements: readonly StatementTrace[];
  readonly outcomes: readonly CheckOutcome[];
  /** Runs of unit and integration tests, and of acceptance tests. */
  readonly runs: readonly TestRun[];
  readonly sandbox: Sandbox;
  readonly timingsMs: Readonly<Record<string, number>>;
}

/** What a proof found out, in the shape in which evidence is kept. */
export function collectEvidence(parts: EvidenceParts): Evidence {
  const { title, createdAt, requirements, suggestions, statements, outcomes, runs, sandbox, timingsMs } =
    parts;
  const files = runs.flatMap((run) => run.coverage);
  return {
    evidence: 1,
    title,
    outcome: outcomeOf(outcomes, statements),
    createdAt: createdAt.toISOString(),
    statements: statements.map(({ routes, ...statement }) => ({
      ...copy(statement),
      ...seen(suggestions.filter(({ about }) => about === statement.id)),
      interfaces: [...routes],
    })),
    assumptions: requirements.assumptions.map(({ id, text }) => ({ id, text })),
    checks: outcomes.map(({ result }) => result).toSorted((a, b) => a.tier - b.tier),
    tests: runs
      .flatMap((run) => run.tests)
      .map(({ name, file, status, ms, message }) => copy({ name, file, status, ms, message })),
    coverage: files.length === 0 ? null : { percent: percentOf(files), files: copy(files) },
    environment: {
      platform: `${process.platform} ${process.arch}`,
      tools: tools(),
      sandbox: {
        name: sandbox.name,
        description: sandbox.description,
        capabilities: { ...sandbox.capabilities },
      },
    },
    timingsMs: { ...timingsMs },
  };
}

function seen(suggestions: readonly Suggestion[]): Pick<StatementEvidence, 'see'> {
  if (suggestions.length === 0) return {};
  return { see: suggestions.map(({ source, title, excerpt }) => ({ source, title, excerpt })) };
}

function outcomeOf(
  outcomes: readonly CheckOutcome[],
  statements: readonly StatementTrace[],
): Evidence['outcome'] {
  if (outcomes.some(({ result }) => result.status === 'failed')) return 'failed';
  const isDone = (one: StatementTrace) => one.status === 'understood' && one.built && one.proven;
  return statements.every(isDone) ? 'proven' : 'partial';
}

function tools(): Evidence['environment']['tools'] {
  const resolved = [resolveTypeScript(), resolveOxlint(), resolveTool(biome, import.meta.url)];
  return [
    { name: 'node', version: process.versions.node },
    ...resolved.map(({ name, version }) => ({ name, version })),
  ];
}

/** A mutable copy of JSON data, for shapes that are. Keys without a value are dropped. */
function copy<T>(value: T): Mutable<T> {
  return JSON.parse(JSON.stringify(value)) as Mutable<T>;
}

type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
    : T;
