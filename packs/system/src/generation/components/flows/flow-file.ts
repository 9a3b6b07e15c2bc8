import { isFromData } from '../../../model/address-origin.ts';
import { numberCode } from '../../../expression/precedence.ts';
import type { ValueType } from '../../../expression/expression.ts';
import type { Flow, FlowBlock, FlowTrigger } from '../../../model/flow.ts';
import { lines } from '../../code/blocks.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { absence, valueSchema } from '../domain/field-schema.ts';
import { OperationScope } from '../domain/operation-scope.ts';
import { RecordLoaders } from '../domain/record-loaders.ts';
import { renderSteps } from '../domain/steps/render-steps.ts';
import { valueTypeText } from '../domain/value-type-text.ts';
import { eventsFile } from '../store/events-file.ts';
import { tablesFile } from '../store/tables-file.ts';
import { detachedPlan } from './detached-plan.ts';
import { isReadBy, type Known, readByBlock, recordOf, reloadStep, variablesOf } from './flow-block.ts';
import { flowConstant, flowFile } from './flow-files.ts';
import { headersMember, signatureMember, urlCode } from './outgoing-code.ts';

interface FlowContext {
  readonly flow: Flow;
  readonly file: SourceFile;
  readonly system: SystemPlan;
  readonly usage: StorageUsage;
}

/** `src/domain/flows/<flow>.ts`: a function for each block, and the flow that they make. */
export function renderFlowFile(flow: Flow, system: SystemPlan, usage: StorageUsage): SourceFile {
  const file = new SourceFile(flowFile(flow.name));
  const context: FlowContext = { flow, file, system, usage };
  file.imports.type('@millwright/harness', 'FlowDefinition');
  file.imports.type(tablesFile, 'Tables');
  const { trigger } = flow;
  const functions = [...blockFunctions(flow.blocks, start(trigger), context), ...failedFunctions(context)];
  if (functions.some((text) => /readonly event: Event\b/.test(text))) file.add(eventType(trigger, file));
  for (const text of functions) file.add(text);
  file.add(definition(context));
  return file;
}

/** The object type is never used: the event has a type of its own in the code. */
const eventVariable: ValueType = { kind: 'object', fields: {} };

function start(_trigger: FlowTrigger): Map<string, ValueType> {
  return new Map([['event', eventVariable]]);
}

function failedFunctions(context: FlowContext): string[] {
  const failure: ValueType = {
    kind: 'object',
    fields: { code: { kind: 'text' }, message: { kind: 'text' } },
  };
  const known = new Map([...start(context.flow.trigger), ['failure', failure] as const]);
  return blockFunctions(context.flow.failed, known, context);
}

function eventType(trigger: FlowTrigger, file: SourceFile): string {
  if (trigger.kind !== 'event') return 'interface Event {\n  readonly dueAt: string;\n}';
  const type = file.imports.type(eventsFile, 'DomainEvent');
  return `type Event = Extract<${type}, { readonly event: ${literal(trigger.event)} }>['data'];`;
}

/** Blocks in a row, and after each what takes it back. */
function blockFunctions(blocks: readonly FlowBlock[], given: Known, context: FlowContext): string[] {
  const known = new Map(given);
  return blocks.flatMap((block, index) => {
    const later = blocks.slice(index + 1);
    const isKept = (name: string) => [...later, ...block.undo].some((other) => isReadBy(other, name));
    const text = blockFunction(block, known, isKept, context);
    for (const { name, type } of variablesOf(block)) known.set(name, type);
    return [...text, ...blockFunctions(block.undo, known, context)];
  });
}

function blockFunction(
  block: FlowBlock,
  known: Known,
  isKept: (name: string) => boolean,
  context: FlowContext,
): string[] {
  const { file, system, usage } = context;
  const { name, trigger } = context.flow;
  const event = trigger.kind === 'event' ? trigger.event : undefined;
  const scope = new OperationScope(detachedPlan(name, system, event), system, file, usage);
  const reads = readByBlock(block, known);
  const parameters = reads.map(({ name, type }) => parameterOf(name, type, scope));
  const opening = reads.flatMap(({ name, type }) => optionalRecord(name, type, scope));
  const body = [...opening, ...bodyOf(block, reads, isKept, scope, context)];
  const tables = body.some((line) => /\btables\b/.test(line)) ? 'tables' : '_tables';
  const state =
    parameters.length === 0
      ? ''
      : `, { ${parameters.map(({ pattern }) => pattern).join(', ')} }: { ${parameters.map(({ type }) => type).join(' ')} }`;
  const { async } = system.asynchrony;
  const answer = answerSchema(block, file);
  return [
    ...answer,
    `${async}function ${block.name}Step(${tables}: Tables${state}) {\n${body.map((line) => `  ${line}`).join('\n')}\n}`,
  ];
}

interface Parameter {
  /** In the pattern that takes the state apart. */
  readonly pattern: string;
  readonly type: string;
}

function parameterOf(name: string, type: ValueType, scope: OperationScope): Parameter {
  const record = recordOf(type);
  const key = record === undefined ? name : `${name}Id`;
  const variable = scope.declare(key);
  const pattern = variable === key ? key : `${key}: ${variable}`;
  if (name === 'event') return { pattern, type: 'readonly event: Event;' };
  const text =
    record === undefined ? valueTypeText(type, scope) : `string${record.isOptional ? ' | null' : ''}`;
  return { pattern, type: `readonly ${key}: ${text};` };
}

/** A record that may be missing is looked for again. */
function optionalRecord(name: string, type: ValueType, scope: OperationScope): string[] {
  const record = recordOf(type);
  if (record === undefined || !record.isOptional) return [];
  const id = scope.variable(`${name}Id`);
  const { table } = scope.system.entity(record.entity);
  const found = scope.system.asynchrony.result(`tables.${table}.${scope.usage.method('find')}(${id})`);
  return [`const ${scope.declare(name)} = ${id} === null ? null : (${found} ?? null);`];
}

function bodyOf(
  block: FlowBlock,
  reads: ReturnType<typeof readByBlock>,
  isKept: (name: string) => boolean,
  scope: OperationScope,
  context: FlowContext,
): string[] {
  const reloads = reads.flatMap(({ name, type }) => {
    const record = recordOf(type);
    return record === undefined || record.isOptional ? [] : [reloadStep(name, record.entity)];
  });
  const steps = block.kind === 'transaction' ? block.steps : [];
  const kept = variablesOf(block).filter(({ name }) => isKept(name));
  const own =
    block.kind === 'transaction'
      ? new Set(kept.map(({ name }) => name))
      : new Set(reads.map(({ name }) => name));
  const code = renderSteps([...reloads, ...steps], {
    operation: detachedPlan(context.flow.name, context.system).operation,
    system: context.system,
    scope,
    loaders: new RecordLoaders([], context.system),
    readsAfter: (variable) => own.has(variable),
    isResult: () => false,
  });
  return [...code, ...resultOf(block, kept, scope)];
}

function resultOf(block: FlowBlock, kept: ReturnType<typeof variablesOf>, scope: OperationScope): string[] {
  if (block.kind === 'wait') return [`return ${scope.compile(block.duration)};`];
  if (block.kind === 'call') return [`return { ${requestMembers(block, scope).join(', ')} };`];
  const members = kept.map(({ name, type }) => {
    const record = recordOf(type);
    const variable = scope.variable(name);
    if (record === undefined) return variable === name ? name : `${name}: ${variable}`;
    return `${name}Id: ${record.isOptional ? `${variable}?.id ?? null` : `${variable}.id`}`;
  });
  return members.length === 0 ? [] : [`return { ${members.join(', ')} };`];
}

function requestMembers(call: Extract<FlowBlock, { kind: 'call' }>, scope: OperationScope): string[] {
  const { method, url, headers, body, timeoutMs, signature } = call;
  return [
    `method: ${literal(method)}`,
    `url: ${urlCode(url, scope)}`,
    ...headersMember(headers, scope),
    ...(body === undefined ? [] : [`body: ${scope.compile(body)}`]),
    ...(timeoutMs === undefined ? [] : [`timeoutMs: ${numberCode(timeoutMs)}`]),
    ...signatureMember(signature, scope),
    ...(isFromData(url[0]) ? ['isGuarded: true'] : []),
  ];
}

function answerSchema(block: FlowBlock, file: SourceFile): string[] {
  if (block.kind !== 'call' || block.answer === undefined) return [];
  file.imports.value('zod', 'z');
  const members = block.answer.fields.map(
    (field) => `  ${field.name}: ${valueSchema(field, { file, owner: noOwner })}${absence(field, false)},`,
  );
  return [`const ${block.name}Answer = z.object({\n${members.join('\n')}\n});`];
}

const noOwner = { file: '', enums: new Map() };

function definition({ flow, file }: FlowContext): string {
  const { name, retry, trigger, blocks, failed } = flow;
  return `export const ${flowConstant(name)}: FlowDefinition<Tables> = {
${lines(
  `  name: ${literal(name)},`,
  `  retry: { attempts: ${retry.attempts}, backoffMs: ${numberCode(retry.backoffMs)} },`,
  trigger.kind !== 'event' && `  schedule: ${scheduleCode(trigger, file)},`,
  `  blocks: [${blocks.map(blockCode).join(', ')}],`,
  failed.length > 0 && `  failed: [${failed.map(blockCode).join(', ')}],`,
)}
};`;
}

function scheduleCode(trigger: Exclude<FlowTrigger, { kind: 'event' }>, file: SourceFile): string {
  if (trigger.kind === 'every') {
    return `${file.imports.value('@millwright/harness', 'everyMs')}(${numberCode(trigger.ms)})`;
  }
  return `${file.imports.value('@millwright/harness', 'cron')}(${literal(trigger.rule)})`;
}

function blockCode(block: FlowBlock): string {
  const members = [
    `kind: ${literal(block.kind)}`,
    `name: ${literal(block.name)}`,
    `run: ${block.name}Step`,
    ...(block.kind === 'call' && block.answer !== undefined
      ? [`answer: { as: ${literal(block.answer.as)}, read: (body) => ${block.name}Answer.parse(body) }`]
      : []),
    ...(block.undo.length > 0 ? [`undo: [${block.undo.map(blockCode).join(', ')}]`] : []),
  ];
  return `{ ${members.join(', ')} }`;
}
