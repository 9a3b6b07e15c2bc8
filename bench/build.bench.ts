/**
 * From a request to a proven system, as a person meets it: the whole command in a process of its own.
 * Artifacts are all files of the system, written; the proof comes on top. Peak memory is that of the factory's own process.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { largeBlueprint } from './support/large-blueprint.ts';
import { measuredBuild, type MeasuredBuild } from './support/measured-build.ts';
import { median, printTable } from './support/table.ts';

const taskRequest = `Create a task management API with the following features:
- Add new tasks with title and description
- Mark tasks as completed
- List all tasks
- Delete tasks
- Store data in memory for simplicity
- Expose REST endpoints on port 8080`;

const folder = mkdtempSync(join(tmpdir(), 'millwright-bench-'));
try {
  measuredBuild(taskRequest, join(folder, 'warm-up'));
  const rows = [
    row('six-line request', '≤ 300', '≤ 5000', '≤ 200', repeat('task', taskRequest, 5)),
    row('30 entities', '≤ 2000', '', '≤ 300', repeat('large', largeBlueprint(30), 1)),
  ];
  printTable(
    'From request to proven system: median of 5 builds, one build of the large system (ms, MiB)',
    [
      'request',
      'artifacts',
      'goal',
      'proof',
      'whole command',
      'goal',
      'peak memory',
      'goal',
      'files',
      'status',
    ],
    rows,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function repeat(name: string, request: string, rounds: number): readonly MeasuredBuild[] {
  return Array.from({ length: rounds }, (_, round) =>
    measuredBuild(request, join(folder, `${name}-${round}`)),
  );
}

function row(
  name: string,
  artifactsGoal: string,
  commandGoal: string,
  memoryGoal: string,
  builds: readonly MeasuredBuild[],
): readonly string[] {
  const figure = (of: (build: MeasuredBuild) => number) => median(builds.map(of)).toFixed(0);
  return [
    name,
    figure((build) => build.artifactsMs),
    artifactsGoal,
    figure((build) => build.proofMs),
    figure((build) => build.commandMs),
    commandGoal,
    figure((build) => build.peakMiB),
    memoryGoal,
    figure((build) => build.files),
    [...new Set(builds.map((build) => build.status))].join(', '),
  ];
}
