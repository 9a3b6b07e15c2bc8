import { lines } from '../../code/blocks.ts';
import { spaced } from '../../../naming/letter-case.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import { controllerNames } from '../../plan/controller-names.ts';
import type { StorageUsage } from '../../plan/storage-usage.ts';
import type { ControllerComponent, SystemPlan } from '../../plan/system-plan.ts';
import { expectedErrors } from '../access/expected-errors.ts';
import { problemFile } from '../domain/refusal.ts';
import { onceFile } from '../idempotency/idempotency-files.ts';
import { clockFile } from '../root/clock-file.ts';
import { configFile } from '../root/config-file.ts';
import { storeFile } from '../store/store-file.ts';
import { tablesFile } from '../store/tables-file.ts';
import { usageOf } from '../usage.ts';
import { commandFile } from './command-file.ts';

/** `src/components/<entity>-controller.ts`. */
export function renderControllerFile(component: ControllerComponent, system: SystemPlan): SourceFile {
  const { commandType, operationsType, file: path } = controllerNames(component);
  const file = new SourceFile(path);
  file.imports.value('@millwright/harness', 'HarnessComponent');
  file.imports.value(problemFile, 'Problem');
  file.imports.type(commandFile, 'Command');
  file.imports.value(commandFile, 'transactionOf');
  const names = component.operations.map((one) => {
    const { owner, operation, name } = system.operation(one);
    const imported = file.imports.value(owner.operationsFile, name);
    if (operation.idempotency === undefined) return imported;
    return `${name}: ${file.imports.value(onceFile, 'once')}(${imported})`;
  });
  file.add(`const operations = { ${names.join(', ')} };`);
  file.add(`export type ${operationsType} = typeof operations;
export type ${commandType} = Command<${operationsType}>;`);
  return file.add(
    system.hasStore ? storedClass(component, system, file) : calculatingClass(component, system, file),
  );
}

function storedClass(component: ControllerComponent, system: SystemPlan, file: SourceFile): string {
  const { className, commandType } = controllerNames(component);
  file.imports.type(storeFile, 'Transaction');
  const isService = component.entity === system.model.service;
  const on = isService ? '' : ` on ${spaced(system.entity(component.entity).entity.plural)}`;
  return `
/** Runs each operation${on} as one transaction of the store. */
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
}`;
}

/** What a controller without a store is given: that which its operations ask of their surroundings. */
export function controllerParameters({ hasNow, hasToday, hasConfig }: StorageUsage): readonly string[] {
  return [...(hasNow || hasToday ? ['clock'] : []), ...(hasConfig ? ['settings'] : [])];
}

const parameterTypes: Readonly<Record<string, readonly [module: string, type: string]>> = {
  clock: [clockFile, 'Clock'],
  settings: [configFile, 'Settings'],
};

function calculatingClass(component: ControllerComponent, system: SystemPlan, file: SourceFile): string {
  const { className, commandType } = controllerNames(component);
  const { storage } = usageOf(system);
  const given = controllerParameters(storage).map((name) => {
    const [module = '', type = ''] = parameterTypes[name] ?? [];
    return { name, type: file.imports.type(module, type) };
  });
  const surroundings = given.length === 0 ? '{}' : 'this.#surroundings()';
  return `
/** Runs each operation. */
export class ${className} extends HarnessComponent {
${lines(...given.map(({ name, type }) => `  readonly #${name}: ${type};`))}

  readonly commands = this.replies<${commandType}, unknown>(
    'requests',
    (command) => transactionOf(operations, command)(${surroundings}),
    { type: ${literal(commandType)}, expected: [${expectedErrors(system, file)}] },
  );

  constructor(${given.map(({ name, type }) => `${name}: ${type}`).join(', ')}) {
    super(${literal(component.name)});
${lines(...given.map(({ name }) => `    this.#${name} = ${name};`))}
  }
${given.length === 0 ? '' : surroundingsMethod(storage, file)}}`;
}

function surroundingsMethod({ hasNow, hasToday, hasConfig }: StorageUsage, file: SourceFile): string {
  const type = file.imports.type(tablesFile, 'Tables');
  const instant = hasNow || hasToday;
  const members = [
    ...(hasConfig ? ['config: this.#settings'] : []),
    ...(hasNow ? ['now'] : []),
    ...(hasToday ? ['today: now.slice(0, 10)'] : []),
  ];
  return `
  #surroundings(): ${type} {
${lines(instant && '    const now = new Date(this.#clock.now()).toISOString();', `    return { ${members.join(', ')} };`)}
  }
`;
}
