import type { SinkComponent } from '../../../model/dataflow.ts';
import type { Operation } from '../../../model/operation.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import { dataflowNames } from '../../plan/dataflow-plan.ts';
import { planOperation } from '../../plan/operation-plan.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { OperationScope } from '../domain/operation-scope.ts';
import { RecordLoaders } from '../domain/record-loaders.ts';
import { renderSteps } from '../domain/steps/render-steps.ts';
import { storeFile } from '../store/store-file.ts';
import { tablesFile } from '../store/tables-file.ts';
import { dataflowPackage, messageTypeText, portType } from './message-code.ts';

/** `src/components/<name>-sink.ts` of a sink whose steps work on records. */
export function renderRecordSinkFile(
  component: SinkComponent,
  operation: Operation,
  system: SystemPlan,
  usage: StorageUsage,
): SourceFile {
  const { className, file: path } = dataflowNames(component, system.model);
  const file = new SourceFile(path);
  const type = messageTypeText(component.of, file);
  const plan = planOperation(operation, system.entity(operation.entity), system.model);
  const scope = new OperationScope(plan, system, file, usage);
  const loaders = new RecordLoaders([plan], system);
  const statements = renderSteps(operation.steps, {
    operation,
    system,
    scope,
    loaders,
    readsAfter: () => false,
    isResult: () => false,
  });
  file.imports.value(dataflowPackage, 'DataflowComponent');
  file.imports.type(dataflowPackage, 'Message');
  file.imports.type(storeFile, 'Transaction');
  file.imports.type(tablesFile, 'Tables');
  const { async } = system.asynchrony;
  file.add(`
/** Works each ${component.of.name} into the records, as one transaction. */
export class ${className} extends DataflowComponent<${type}> {
  readonly store = this.requests<Transaction, unknown>('store', { type: 'Transaction' });

  constructor() {
    super(${literal(component.name)}, { type: ${portType(component.of)} });
  }

  protected override async handle({ value }: Message<${type}>): Promise<void> {
    await this.store.request((tables) => work(tables, value));
  }
}`);
  file.add(`
${async}function work(tables: Tables, message: ${type}) {
${statements.map((line) => `  ${line}`).join('\n')}
}`);
  for (const loader of loaders.used()) file.add(loader.render(file, usage));
  return file;
}
