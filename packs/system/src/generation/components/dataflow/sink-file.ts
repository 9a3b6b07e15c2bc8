import type { SinkComponent, SinkTarget } from '../../../model/dataflow.ts';
import { literal } from '../../code/literal.ts';
import type { SourceFile } from '../../code/source-file.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { addClass } from './component-class.ts';
import { ComponentScope } from './component-scope.ts';
import { dataflowPackage, messageTypeText, portType } from './message-code.ts';
import { renderRecordSinkFile } from './record-sink-file.ts';

/** `src/components/<name>-sink.ts`. */
export function renderSinkFile(
  component: SinkComponent,
  system: SystemPlan,
  usage: StorageUsage,
): SourceFile {
  const { of, target } = component;
  if (target.kind === 'records') return renderRecordSinkFile(component, target.operation, system, usage);
  const scope = new ComponentScope(component, system, usage);
  const { file } = scope;
  const typeArguments = [messageTypeText(of, file)];
  const options = [`type: ${portType(of)}`];
  if (target.kind === 'topic') file.imports.type(dataflowPackage, 'Topics');
  addClass(component, { typeArguments, methods: [], ...partsOf(target, of.name, options) }, scope);
  return file;
}

function partsOf(target: Exclude<SinkTarget, { kind: 'records' }>, type: string, options: readonly string[]) {
  switch (target.kind) {
    case 'log':
      return {
        doc: `Writes each ${type} to the log.`,
        base: 'LogSink',
        options: [...options, `level: ${literal(target.level)}`],
      };
    case 'file':
      return {
        doc: `Appends each ${type} to a file.`,
        base: 'FileSink',
        parameters: ['path: string'],
        options: [...options, 'path'],
      };
    case 'topic':
      return {
        doc: `Publishes each ${type} on \`${target.subject}\`.`,
        base: 'TopicSink',
        parameters: ['topics: Topics'],
        options: [...options, 'topics', `subject: ${literal(target.subject)}`],
      };
    case 'webhook':
      return {
        doc: `Posts each ${type} to a receiver.`,
        base: 'WebhookSink',
        parameters: ['url: string', ...(target.secret === undefined ? [] : ['secret: string'])],
        options: [
          ...options,
          'url',
          ...(target.secret === undefined ? [] : ['secret']),
          `timeoutMs: ${target.timeoutMs}`,
          `retries: ${literal({ ...target.retries, maxBackoffMs: longestBackoffMs })}`,
          `concurrency: ${target.concurrency}`,
        ],
      };
  }
}

const longestBackoffMs = 60_000;
