import { spaced } from '../../../naming/letter-case.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import { controllerNames } from '../../plan/controller-names.ts';
import type { ControllerComponent, SystemPlan } from '../../plan/system-plan.ts';
import { expectedErrors } from '../access/expected-errors.ts';
import { problemFile } from '../domain/refusal.ts';
import { onceFile } from '../idempotency/idempotency-files.ts';
import { storeFile } from '../store/store-file.ts';
import { commandFile } from './command-file.ts';

/** `src/components/<entity>-controller.ts`. */
export function renderControllerFile(component: ControllerComponent, system: SystemPlan): SourceFile {
  const { className, commandType, operationsType, file: path } = controllerNames(component);
  const file = new SourceFile(path);
  file.imports.value('@millwright/harness', 'HarnessComponent');
  file.imports.value(problemFile, 'Problem');
  file.imports.type(commandFile, 'Command');
  file.imports.value(commandFile, 'transactionOf');
  file.imports.type(storeFile, 'Transaction');
  const names = component.operations.map((name) => {
    const { owner, operation } = system.operation(name);
    const imported = file.imports.value(owner.operationsFile, name);
    if (operation.idempotency === undefined) return imported;
    return `${name}: ${file.imports.value(onceFile, 'once')}(${imported})`;
  });
  file.add(`const operations = { ${names.join(', ')} };`);
  file.add(`export type ${operationsType} = typeof operations;
export type ${commandType} = Command<${operationsType}>;`);
  file.add(`
/** Runs each operation on ${spaced(system.entity(component.entity).entity.plural)} as one transaction of the store. */
export class ${className} extends HarnessComponent {
  readonly store = this.requests<Transaction, unknown>('store', { type: 'Transaction' });

  readonly commands = this.replies<${commandType}, unknown>(
    'requests',
    (command) => this.store.request(transactionOf(operations, command)),
    { type: ${literal(commandType)}, expected: [${expectedErrors(system, file)}] },
  );

  constructor() {
    super(${literal(component.name)});
  }
}`);
  return file;
}
