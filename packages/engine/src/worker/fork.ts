import { validate } from '../definition/schema.ts';
import { RunStateError } from '../errors.ts';
import type { EventBody, RunEvent } from '../journal/event.ts';
import type { Plan } from '../scheduler/plan.ts';
import type { ForkOptions } from './engine-options.ts';
import type { LiveRun, LiveRuns } from './live-runs.ts';
import type { Ports } from './ports.ts';

/** Events that carry results, as against the way they were come by. */
const carriesResult = /^(stage|item)\.(started|succeeded|skipped|expanded)$/;

/** Starts a run with copies of another's results; see Engine.fork. */
export async function forkRun(
  live: LiveRuns,
  { store, ids, clock, values }: Ports,
  runId: string,
  { from, input, labels, runId: newId }: ForkOptions,
): Promise<LiveRun> {
  const { pipeline: name, labels: oldLabels } = await live.record(runId);
  const { pipeline, plan } = live.registered(name);
  if (!plan.stages.has(from)) throw new RunStateError(`Pipeline ${name} has no stage ${from} to fork from`);
  const [created, ...rest] = await readAll(store, runId);
  if (created?.type !== 'run.created') throw new RunStateError(`Run ${runId} has no beginning`);
  const checked =
    input === undefined
      ? await values.read(created.input)
      : await validate(pipeline.input, input, `The input of ${name}`);
  return live.start(pipeline, checked, {
    runId: newId ?? ids.next(clock.now()),
    labels: labels ?? oldLabels,
    isChecked: true,
    forkedFrom: { runId, stage: from },
    inherited: inheritable(plan, rest, from),
  });
}

async function readAll(store: Ports['store'], runId: string): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  while (true) {
    const page = await store.readEvents(runId, { after: events.length, limit: 1_000 });
    events.push(...page);
    if (page.length === 0) return events;
  }
}

/** The results of settled stages that neither are nor depend on the stage the fork begins with. */
function inheritable(plan: Plan, events: readonly RunEvent[], from: string): EventBody[] {
  const dropped = new Set<string>();
  const drop = (name: string): void => {
    if (dropped.has(name)) return;
    dropped.add(name);
    for (const dependant of plan.stages.get(name)?.dependants ?? []) drop(dependant);
  };
  drop(from);
  const settled = new Set<string>();
  for (const event of events) {
    if (event.type === 'stage.succeeded' || event.type === 'stage.skipped') settled.add(event.stage);
  }
  return events.flatMap((event) => {
    if (!carriesResult.test(event.type) || !('stage' in event)) return [];
    if (!settled.has(event.stage) || dropped.has(event.stage)) return [];
    const { runId: _runId, n: _n, at: _at, ...body } = event;
    return [body];
  });
}
