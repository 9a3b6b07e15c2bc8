import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openStore, RunOwnedElsewhereError } from '@millwright/engine';
import {
  formatDiagnostic,
  graphAsMermaid,
  graphAsSvg,
  graphAsText,
  measuredDurations,
  stepOn,
  workflowGraph,
  WorkflowError,
} from '@millwright/engine/workflow';
import { UsageError } from '../errors.ts';
import { stateFolder } from '../mill/state-folder.ts';
import { driveWorkflow, report } from '../workflow/drive-workflow.ts';
import { type CompiledHere, compileHere, type StepSources } from '../workflow/compile-here.ts';
import { locatePack } from '../workflow/step-modules.ts';
import { pendingQuestions } from '../workflow/open-questions.ts';
import { readJson } from '../workflow/read-json.ts';
import { readSource } from '../workflow/read-source.ts';
import { workflowDocument } from '../workflow/workflow-document.ts';
import { openWorkflowRun, startWorkflow, type WorkflowSession } from '../workflow/workflow-session.ts';
import type { WorkflowCommand } from './commands.ts';
import { type Console, writeJson } from './console.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';

type Of<Action extends WorkflowCommand['action']> = Extract<WorkflowCommand, { action: Action }>;

/** Runs, checks and draws workflow files; answers what their runs wait for. */
export async function runWorkflow(command: WorkflowCommand, console: Console): Promise<ExitCode> {
  switch (command.action) {
    case 'run':
      return startAndDrive(command, console);
    case 'validate':
      return validate(command, console);
    case 'graph':
      return draw(command, console);
    case 'answer':
      return answer(command, console);
    case 'next':
      return stepNext(command, console);
  }
}

/** Continues a run of a workflow with nothing but what its journal holds. */
export async function resumeWorkflow(runId: string, json: boolean, console: Console): Promise<ExitCode> {
  return withRun(runId, console, (session, rootId) => goOn(session, rootId, json, console));
}

/** Tells how a run of a workflow stands, without working on it. */
export async function showWorkflow(runId: string, json: boolean, console: Console): Promise<ExitCode> {
  return withRun(runId, console, async (session) => {
    await report(await workflowDocument(session, runId), json, console);
    return exitCode.proven;
  });
}

async function startAndDrive(command: Of<'run'>, console: Console): Promise<ExitCode> {
  const { workingDirectory } = console;
  const input = command.input === undefined ? {} : await readJson(command.input, '--input', workingDirectory);
  const { session, run } = await startWorkflow({
    source: await readSource(command.file, workingDirectory),
    file: resolve(workingDirectory, command.file),
    input,
    breakpoints: command.debug ? 'all' : command.breakpoints.length > 0 ? command.breakpoints : undefined,
    steps: stepSources(command.packs, console),
  });
  try {
    return await driveWorkflow(session, run, command, console);
  } finally {
    await session.close();
  }
}

async function validate(command: Of<'validate'>, console: Console): Promise<ExitCode> {
  const { file, json } = command;
  try {
    await using here = await compile(command, console);
    const { optimised, checked } = here.compiled;
    const { removed } = optimised;
    const steps = checked.entry.steps.map(({ name }) => name);
    if (json)
      await writeJson(console.out, {
        valid: true,
        workflow: checked.entry.name,
        steps,
        removed,
        diagnostics: [],
      });
    else {
      const notes = removed.map(({ name, why }) => `  ${name} never runs: ${why}`);
      console.out.write(`${[`${file} is sound: ${counted(steps.length, 'step')}`, ...notes].join('\n')}\n`);
    }
    return exitCode.proven;
  } catch (error) {
    if (!(error instanceof WorkflowError)) throw error;
    const { diagnostics } = error;
    if (json) await writeJson(console.out, { valid: false, diagnostics });
    else console.err.write(`${diagnostics.map(formatDiagnostic).join('\n')}\n`);
    return exitCode.failed;
  }
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

async function draw(command: Of<'graph'>, console: Console): Promise<ExitCode> {
  await using here = await compile(command, console);
  const { checked, optimised, pipeline } = here.compiled;
  const graph = workflowGraph(checked.entry, optimised, await lastMeasured(pipeline.name, console));
  const formats = { text: graphAsText, mermaid: graphAsMermaid, svg: graphAsSvg };
  if (command.json) await writeJson(console.out, graph);
  else console.out.write(formats[command.format](graph));
  return exitCode.proven;
}

async function answer(
  { runId, stage, answer: given, by, json }: Of<'answer'>,
  console: Console,
): Promise<ExitCode> {
  const value = await readJson(given, 'The answer', console.workingDirectory);
  return withRun(runId, console, async (session, rootId) => {
    const after = await lastEvent(session, rootId);
    await session.engine.answer(runId, stage, value, by === undefined ? {} : { by });
    return goOn(session, rootId, json, console, after);
  });
}

/** Lets the named step go on, or the first that the debugger holds. */
async function stepNext({ runId, step, json }: Of<'next'>, console: Console): Promise<ExitCode> {
  return withRun(runId, console, async (session, rootId) => {
    const held = (await pendingQuestions(session, runId))?.find(({ heldStep }) => heldStep !== undefined);
    const next = step ?? held?.heldStep;
    if (next === undefined)
      throw new UsageError('nothing_held', `The debugger holds no step of run ${runId}.`);
    const after = await lastEvent(session, rootId);
    await stepOn(session.engine, runId, next);
    return goOn(session, rootId, json, console, after);
  });
}

async function goOn(
  session: WorkflowSession,
  runId: string,
  json: boolean,
  console: Console,
  after?: number,
): Promise<ExitCode> {
  const shown = after ?? (await lastEvent(session, runId));
  try {
    return await driveWorkflow(session, await session.engine.resume(runId), { json, after: shown }, console);
  } catch (error) {
    if (!(error instanceof RunOwnedElsewhereError)) throw error;
    // What was asked of the run is durable, and that process does it.
    if (json) await writeJson(console.out, await workflowDocument(session, runId));
    else console.err.write(`Another process works on run ${runId}: millwright runs show ${runId}\n`);
    return exitCode.proven;
  }
}

async function lastEvent({ engine }: WorkflowSession, runId: string): Promise<number> {
  return (await engine.runs.get(runId))?.lastEvent ?? 0;
}

async function withRun(
  runId: string,
  console: Console,
  work: (session: WorkflowSession, rootId: string) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { session, rootId } = await openWorkflowRun(stepSources([], console).folders, runId);
  try {
    return await work(session, rootId);
  } finally {
    await session.close();
  }
}

async function compile(
  { file, packs }: Of<'validate' | 'graph'>,
  console: Console,
): Promise<CompiledHere & AsyncDisposable> {
  const source = await readSource(file, console.workingDirectory);
  const here = await compileHere(source, stepSources(packs, console));
  return { ...here, [Symbol.asyncDispose]: here.close };
}

/** The times of the last run of exactly this text, if there has been one here. */
async function lastMeasured(pipeline: string, console: Console): Promise<Readonly<Record<string, number>>> {
  const file = join(stateFolder(console.environment, console.workingDirectory), 'runs.db');
  if (!existsSync(file)) return {};
  const store = openStore(file);
  try {
    const { runs } = await store.listRuns({ pipeline, status: 'succeeded', limit: 1 });
    const [run] = runs;
    return run === undefined
      ? {}
      : measuredDurations(await store.readEvents(run.id, { after: 0, limit: 10_000 }));
  } finally {
    await store.close();
  }
}

function stepSources(packs: readonly string[], { environment, workingDirectory }: Console): StepSources {
  return {
    modules: packs.map((pack) => locatePack(pack, workingDirectory)),
    folders: { project: workingDirectory, state: stateFolder(environment, workingDirectory) },
  };
}
