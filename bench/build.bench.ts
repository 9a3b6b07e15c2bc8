/**
 * From a request to a proven system, as a person meets it: the whole command in a process of its own.
 * Warm: one build has gone before, so that the sandbox of the machine is known. Artifacts are all files of the system, written; the proof comes on top. Peak memory is that of the factory's own process.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { largeBlueprint } from './support/large-blueprint.ts';
import {
  measuredArtifacts,
  type MeasuredArtifacts,
  measuredBuild,
  type MeasuredBuild,
} from './support/measured-build.ts';
import { loadRemark } from './support/load-remark.ts';
import { median, printTable } from './support/table.ts';

const taskRequest = `Create a task management API with the following features:
- Add new tasks with title and description
- Mark tasks as completed
- List all tasks
- Delete tasks
- Store data in memory for simplicity
- Expose REST endpoints on port 8080`;

console.log(loadRemark());
const folder = mkdtempSync(join(tmpdir(), 'millwright-bench-'));
const state = join(folder, 'state');
try {
  await measuredBuild(taskRequest, join(folder, 'warm-up'), state);
  const rows = [
    row('six-line request', '≤ 300', '≤ 5000', '≤ 200', await repeat('task', taskRequest, 5)),
    row('30 entities', '≤ 2000', '', '≤ 300', await repeat('large', largeBlueprint(30), 1)),
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
      'memory',
      'goal',
      'memory with proof',
      'files',
      'status',
    ],
    rows,
  );
  const sizes: readonly (readonly [number, string, string])[] = [
    [25, '', ''],
    [50, '', ''],
    [100, '≤ 5000', '≤ 400'],
  ];
  const growth: (readonly string[])[] = [];
  for (const [entities, timeGoal, memoryGoal] of sizes) {
    const rounds: MeasuredArtifacts[] = [];
    for (let round = 0; round < 3; round += 1) {
      const out = join(folder, `growth-${entities}-${round}`);
      rounds.push(await measuredArtifacts(largeBlueprint(entities), out, state));
    }
    const figure = (of: (build: MeasuredArtifacts) => number) => median(rounds.map(of)).toFixed(0);
    growth.push([
      String(entities),
      figure((build) => build.artifactsMs),
      timeGoal,
      figure((build) => build.artifactsCpuMs),
      figure((build) => build.artifactsMiB),
      memoryGoal,
      figure((build) => build.files),
    ]);
  }
  printTable(
    'From the start of the command to all files, without the proof: median of 3 (ms, MiB)',
    ['entities', 'artifacts', 'goal', 'CPU', 'memory', 'goal', 'files'],
    growth,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function repeat(name: string, request: string, rounds: number): Promise<readonly MeasuredBuild[]> {
  const builds: MeasuredBuild[] = [];
  for (let round = 0; round < rounds; round += 1) {
    builds.push(await measuredBuild(request, join(folder, `${name}-${round}`), state));
  }
  return builds;
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
    figure((build) => build.artifactsMiB),
    memoryGoal,
    figure((build) => build.peakMiB),
    figure((build) => build.files),
    [...new Set(builds.map((build) => build.status))].join(', '),
  ];
}
