import type { Expression } from '../../../expression/expression.ts';
import type { Flow, FlowTrigger } from '../../../model/flow.ts';
import { complexityOf, MAX_COMPLEXITY } from '../../code/complexity.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import { capitalise } from '../../../naming/letter-case.ts';
import { flowsByEvent } from '../../plan/flow-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { OperationScope } from '../domain/operation-scope.ts';
import { eventsFile } from '../store/events-file.ts';
import { tablesFile } from '../store/tables-file.ts';
import { detachedPlan } from './detached-plan.ts';
import { flowConstant, flowFile, flowJobsFile, flowStartsFile } from './flow-files.ts';

type EventTrigger = Extract<FlowTrigger, { kind: 'event' }>;

/** `src/domain/flow-starts.ts`: which event starts which flow; undefined when none does. */
export function renderFlowStartsFile(system: SystemPlan, usage: StorageUsage): SourceFile | undefined {
  const groups = flowsByEvent(system);
  if (groups.size === 0) return undefined;
  usage.hasFlowStarts = true;
  usage.hasEvents = true;
  const file = new SourceFile(flowStartsFile);
  const { async, promise } = system.asynchrony;
  file.imports.type(eventsFile, 'DomainEvent');
  file.imports.type(tablesFile, 'Tables');
  file.imports.value(flowJobsFile, 'enqueue');
  const cases = [...groups.keys()].map(
    (event) => `    case ${literal(event)}:\n      return ${functionName(event)}(tables, event);`,
  );
  file.add(`
/** Leaves to be done what an event starts, in the transaction that announces it. */
export ${async}function startFlows(tables: Tables, event: DomainEvent): ${promise('void')} {
  switch (event.event) {
${cases.join('\n')}
  }
}`);
  file.add(
    "type EventOf<Name extends DomainEvent['event']> = Extract<DomainEvent, { readonly event: Name }>;",
  );
  for (const [event, flows] of groups) {
    for (const text of startFunctions(event, flows, { file, system, usage })) file.add(text);
  }
  return file;
}

interface StartContext {
  readonly file: SourceFile;
  readonly system: SystemPlan;
  readonly usage: StorageUsage;
}

/** So many flows that may wait for one event are started by one function. */
const startedTogether = MAX_COMPLEXITY - 1;

/** What an event starts, in several functions where that is much. */
function startFunctions(event: string, flows: readonly Flow[], context: StartContext): readonly string[] {
  const { file, system, usage } = context;
  const { async, promise } = system.asynchrony;
  const wait = system.asynchrony.await;
  const name = functionName(event);
  const signature = `(tables: Tables, event: EventOf<${literal(event)}>): ${promise('void')}`;
  const render = (own: string, lines: readonly string[]) =>
    `${async}function ${own}${signature} {\n${lines.map((line) => `  ${line}`).join('\n')}\n}`;
  const linesOf = (some: readonly Flow[]) => {
    const scope = startScope(system, file, usage);
    return some.flatMap((flow) => startLines(flow, scope, wait, file));
  };
  if (complexityOf(linesOf(flows)) <= MAX_COMPLEXITY) return [render(name, linesOf(flows))];
  const groups = flows.flatMap((_, index) =>
    index % startedTogether === 0 ? [flows.slice(index, index + startedTogether)] : [],
  );
  const calls = groups.map((_, index) => `${wait}${name}Group${index + 1}(tables, event);`);
  return [
    render(name, calls),
    ...groups.map((group, index) => render(`${name}Group${index + 1}`, linesOf(group))),
  ];
}

function functionName(event: string): string {
  return `after${capitalise(event)}`;
}

function startLines(flow: Flow, scope: OperationScope, wait: string, file: SourceFile): string[] {
  const trigger = flow.trigger as EventTrigger;
  const name = `${file.imports.value(flowFile(flow.name), flowConstant(flow.name))}.name`;
  const start = `${wait}enqueue(tables, ${name}, ${dueCode(trigger, scope)}, { event: event.data });`;
  return trigger.when === undefined ? [start] : [`if (${scope.compile(trigger.when)}) ${start}`];
}

function dueCode({ after, at }: EventTrigger, scope: OperationScope): string {
  if (at !== undefined) return scope.compile(at);
  return after === undefined ? scope.clock('now') : scope.compile(later(after));
}

function later({ source, node }: Expression): Expression {
  const type = { kind: 'datetime' } as const;
  const sum: Expression['node'] = {
    kind: 'binary',
    operator: '+',
    left: { kind: 'variable', name: 'now', type },
    right: node,
    type,
  };
  return { source: `now + ${source}`, node: sum, type };
}

/** The scope of conditions on an event. */
function startScope(system: SystemPlan, file: SourceFile, usage: StorageUsage): OperationScope {
  const scope = new OperationScope(detachedPlan('start', system), system, file, usage);
  scope.declare('event', '.data');
  return scope;
}
