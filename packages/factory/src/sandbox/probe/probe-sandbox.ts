import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { ProcessResult } from '../../process/process-spec.ts';
import { standardLimits, type SandboxLimits } from '../isolation/limits.ts';
import { type Sandbox, type SandboxCapability, sandboxCapabilities } from '../sandbox.ts';
import { hostileProgram, putUpTargets, type Targets } from './targets.ts';
import type { Trial, Trials } from './trial.ts';

/** Low, so that reaching them costs this machine little. */
export const probeLimits: SandboxLimits = {
  ...standardLimits,
  memoryBytes: 640 * 1024 * 1024,
  processes: 64,
  fileBytes: 16 * 1024 * 1024,
};

const timeoutMs = 20_000;
const environment = { PATH: '/usr/bin:/bin' };

/**
 * Lets a hostile program loose in a sandbox that was made with `probeLimits`, on targets put up for it, and tells of each
 * capability what became of it. Sends nothing beyond this machine. Takes one to two seconds.
 */
export async function probeSandbox(sandbox: Sandbox): Promise<Trials> {
  await using targets = await putUpTargets();
  const trials = await Promise.all([
    tryToReach(sandbox, targets),
    tryToTakeMemory(sandbox, targets),
    tryToMultiply(sandbox, targets),
    tryToLinger(sandbox, targets),
  ]);
  const found: Partial<Trials> = Object.assign({}, ...trials);
  const complete = sandboxCapabilities.map((name) => [name, found[name] ?? notTried('it gave no answer')]);
  return Object.fromEntries(complete) as Trials;
}

const blocked: Trial = { verdict: 'blocked', detail: '' };
const open = (detail: string): Trial => ({ verdict: 'open', detail });
const notTried = (detail: string): Trial => ({ verdict: 'not-tried', detail });
const judge = (ways: readonly string[]): Trial =>
  ways.length === 0 ? blocked : open(ways.slice(0, 5).join(', '));

function letLoose(
  sandbox: Sandbox,
  { workFolder }: Targets,
  mode: string,
  configuration: unknown,
  more: { timeoutMs?: number; maxOutputBytes?: number } = {},
): Promise<ProcessResult> {
  return sandbox.run({
    command: process.execPath,
    args: [hostileProgram, mode, JSON.stringify(configuration)],
    cwd: workFolder,
    env: environment,
    timeoutMs,
    graceMs: 50,
    ...more,
  });
}

const reachedSchema = z.partialRecord(z.enum(sandboxCapabilities), z.array(z.string()));

function readAnswer({ stdout, stderr }: ProcessResult): Partial<Record<SandboxCapability, Trial>> {
  try {
    const reached = reachedSchema.parse(JSON.parse(stdout));
    return Object.fromEntries(Object.entries(reached).map(([name, ways]) => [name, judge(ways)]));
  } catch {
    const why = notTried(`the probe did not run: ${stderr.trim().split('\n').at(-1) ?? ''}`);
    return { environment: why, 'files-read': why, 'files-write': why, network: why, tracing: why };
  }
}

async function tryToReach(sandbox: Sandbox, targets: Targets): Promise<Partial<Trials>> {
  const result = await letLoose(sandbox, targets, 'reach', {
    ...targets.description,
    environment: Object.keys(environment),
    fileBytes: probeLimits.fileBytes,
  });
  // What was sent and signalled at its very end may take a moment to be seen here.
  await wait(settleMs);
  const answer = readAnswer(result);
  const hasRun = answer.network?.verdict !== 'not-tried';
  if (!hasRun) return { ...answer, signals: notTried('the probe did not run') };
  return {
    ...answer,
    ...(targets.hasReceivedDatagram() ? widen(answer, 'network', 'a datagram to this machine') : {}),
    ...(targets.hasWritten() ? widen(answer, 'files-write', 'a folder of somebody else') : {}),
    signals: targets.isVictimAlive() ? blocked : open('SIGKILL to another process of the same user'),
  };
}

/** What was seen outside counts, whatever the program itself says. */
function widen(answer: Partial<Trials>, capability: SandboxCapability, way: string): Partial<Trials> {
  return answer[capability]?.verdict === 'open' ? {} : { [capability]: open(way) };
}

async function tryToTakeMemory(sandbox: Sandbox, targets: Targets): Promise<Partial<Trials>> {
  const bytes = 1.5 * probeLimits.memoryBytes;
  const { stdout, stderr } = await letLoose(sandbox, targets, 'hog', { bytes });
  if (stdout.includes('"memory"')) return { memory: open('more than the limit') };
  const wasRefused = /alloc|memory/i.test(stderr);
  return { memory: wasRefused ? blocked : notTried('the probe did not run') };
}

async function tryToMultiply(sandbox: Sandbox, targets: Targets): Promise<Partial<Trials>> {
  const result = await letLoose(sandbox, targets, 'multiply', { processes: probeLimits.processes });
  const trial = readAnswer(result)['process-count'];
  return { 'process-count': trial ?? notTried('the probe did not run') };
}

/** Where a machine is so busy that the program has not started its children in time, it gets more time. */
const lingerTimesMs = [500, 2_000, 8_000];
const beatMs = 250;
const settleMs = 100;

async function tryToLinger(sandbox: Sandbox, targets: Targets): Promise<Partial<Trials>> {
  const inGroup = join(targets.workFolder, 'beat-in-group');
  const escaped = join(targets.workFolder, 'beat-escaped');
  for (const timeoutMs of lingerTimesMs) {
    const limits = { timeoutMs, maxOutputBytes: 4_096 };
    const result = await letLoose(sandbox, targets, 'linger', { inGroup, escaped }, limits);
    if (!result.timedOut) return { time: notTried('the probe did not run') };
    if (!existsSync(inGroup) || !existsSync(escaped) || !result.outputTruncated) continue;
    const [first, second] = await Promise.all([isGrowing(inGroup), isGrowing(escaped)]);
    return {
      time: blocked,
      output: blocked,
      'process-group': first ? open('a child lives on') : blocked,
      'escaped-processes': second ? open('a child that left the group lives on') : blocked,
    };
  }
  return {};
}

async function isGrowing(file: string): Promise<boolean> {
  const sizeOf = () => statSync(file).size;
  await wait(beatMs / 2);
  const before = sizeOf();
  await wait(beatMs);
  return sizeOf() > before;
}
