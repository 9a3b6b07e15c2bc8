import { callsDataAddresses } from '../../../model/address-origin.ts';
import { type DataflowComponent, isDataflow } from '../../../model/dataflow.ts';
import type { Component, PortAddress, SystemModel } from '../../../model/system.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import { endpointTaken, planApiPorts } from '../../plan/api-plan.ts';
import { constructorArguments } from '../../plan/component-config.ts';
import {
  dataflowNames,
  hasJournal,
  planLivePorts,
  planSourcePorts,
  usesTopics,
} from '../../plan/dataflow-plan.ts';
import { StorageUsage } from '../../plan/storage-usage.ts';
import { controllerNames } from '../../plan/controller-names.ts';
import type { ApiComponent, ControllerComponent, SystemPlan } from '../../plan/system-plan.ts';
import { seedFile } from '../access/access-files.ts';
import { apiEndpointFile } from '../api/api-files.ts';
import { controllerParameters } from '../controller/controller-file.ts';
import { eventFeedFile } from '../feeds/feed-files.ts';
import { flowRunnerFile } from '../flows/flow-files.ts';
import { renderDataflowFile } from '../dataflow/dataflow-file.ts';
import { dataflowPackage } from '../dataflow/message-code.ts';
import { topicsFile } from '../dataflow/nats-topics-file.ts';
import { storeFile } from '../store/store-file.ts';
import { usageOf } from '../usage.ts';
import { folderFile, hasFiles, sweeperFile } from '../files/file-paths.ts';
import { hasEndings, recordSweeperFile } from '../endings/ending-paths.ts';
import { clockFile } from './clock-file.ts';
import { configFile } from './config-file.ts';

/** `src/main.ts`. */
export function renderMainFile(system: SystemPlan): SourceFile {
  const file = new SourceFile('src/main.ts');
  const { model } = system;
  file.imports.value('@millwright/harness', 'SystemExecutionHarness');
  file.imports.value('@millwright/harness', 'createJsonLog');
  file.imports.type(configFile, 'Config');
  file.imports.value(configFile, 'ConfigError');
  file.imports.value(configFile, 'loadConfig');
  file.imports.value(clockFile, 'Clock');
  const registrations = model.components.map((component) => registration(component, system, file));
  const codeOf = portWriter(system);
  const connections = model.bindings.map(
    ({ from, to, buffer }) =>
      `  system.connect(${codeOf(from)}, ${codeOf(to)}${bufferCode(from, buffer, system)});`,
  );
  const store = model.components.find(({ kind }) => kind === 'Store')?.name ?? 'store';
  const sweepers = sweepersOf(model, store, file);
  const hasDataflow = model.components.some(isDataflow);
  const isDurable = hasJournal(model);
  const hasTopics = usesTopics(model);
  if (hasTopics) file.imports.value(topicsFile, 'topicsAt');
  if (hasDataflow) file.imports.value(dataflowPackage, 'FollowedClock');
  if (isDurable) file.imports.value(dataflowPackage, 'Journal');
  const apis = model.components.filter(({ kind }) => kind === 'ApiEndpoint').map(({ name }) => name);
  file.add(`
/** The whole system, registered and connected, but not yet started. */
export function createSystem(config: Config) {
  const clock = new Clock(config.testClock);
  const system = new SystemExecutionHarness({ name: ${literal(model.name)}${hasDataflow ? ', clock: new FollowedClock(clock)' : ''} });
${isDurable ? '  const journal = system.use(new Journal(config.journalFile));\n' : ''}${hasTopics ? '  const topics = system.use(topicsAt(config.natsUrl));\n' : ''}
${[...registrations, ...sweepers.map(({ registration }) => registration)].join('\n')}

${[...connections, ...sweepers.map(({ connection }) => connection)].join('\n')}

  return { ${['system', ...apis].join(', ')} };
}`);
  file.add(`
if (import.meta.main) {
  try {
    await createSystem(loadConfig(process.env)).system.run();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    createJsonLog().error(error.message, { code: error.code });
    process.exitCode = 1;
  }
}`);
  return file;
}

interface Sweeper {
  readonly registration: string;
  readonly connection: string;
}

/** The components that clear away what nobody needs any more. */
function sweepersOf(model: SystemModel, store: string, file: SourceFile): readonly Sweeper[] {
  const sweeper = (variable: string, className: string, parameter: string): Sweeper => ({
    registration: `  const ${variable} = system.register(new ${className}(${parameter}));`,
    connection: `  system.connect(${variable}.store, ${store}.transactions);`,
  });
  const sweepers: Sweeper[] = [];
  if (hasFiles(model)) {
    const folder = `new ${file.imports.value(folderFile, 'FileFolder')}(config.filesDir)`;
    sweepers.push(sweeper('fileSweeper', file.imports.value(sweeperFile, 'FileSweeper'), folder));
  }
  if (hasEndings(model)) {
    const className = file.imports.value(recordSweeperFile, 'RecordSweeper');
    sweepers.push(sweeper('recordSweeper', className, 'clock'));
  }
  return sweepers;
}

function registration(component: Component, system: SystemPlan, file: SourceFile): string {
  return `  const ${component.name} = system.register(${creation(component, system, file)});`;
}

function creation(component: Component, system: SystemPlan, file: SourceFile): string {
  if (isDataflow(component)) return dataflowCreation(component, system, file);
  switch (component.kind) {
    case 'ApiEndpoint':
      return `new ${file.imports.value(apiEndpointFile, 'ApiEndpoint')}(config, system, clock)`;
    case 'Controller':
      return controllerCreation(component, system, file);
    case 'EventFeed':
      return `new ${file.imports.value(eventFeedFile, 'EventFeed')}()`;
    case 'FlowRunner':
      return flowRunner(system, file);
    case 'Store': {
      const parameters = [
        ...dataPlaces[system.model.storage.kind],
        'clock',
        ...(usageOf(system).storage.hasConfig ? ['config.settings'] : []),
        ...((system.model.seed ?? []).length > 0 ? [seeding(file)] : []),
      ];
      return `new ${file.imports.value(storeFile, 'Store')}(${parameters.join(', ')})`;
    }
  }
}

function controllerCreation(component: ControllerComponent, system: SystemPlan, file: SourceFile): string {
  const { className, file: path } = controllerNames(component);
  const given = system.hasStore ? [] : controllerParameters(usageOf(system).storage);
  const parameters = given.map((name) => (name === 'settings' ? 'config.settings' : name));
  return `new ${file.imports.value(path, className)}(${parameters.join(', ')})`;
}

function flowRunner({ model }: SystemPlan, file: SourceFile): string {
  const given = [
    'clock',
    'config.holdsFlows',
    ...(callsDataAddresses(model) ? ['config.privateReceivers'] : []),
  ];
  return `new ${file.imports.value(flowRunnerFile, 'FlowRunner')}(${given.join(', ')})`;
}

/** What puts the first records into the store. */
function seeding(file: SourceFile): string {
  return `(run, log) => ${file.imports.value(seedFile, 'createFirstRecords')}(config, run, log)`;
}

/** Where the configuration says that the data is. */
const dataPlaces = { memory: [], sqlite: ['config.dataFile'], postgresql: ['config.databaseUrl'] } as const;
function dataflowCreation(component: DataflowComponent, system: SystemPlan, file: SourceFile): string {
  const { className, file: path } = dataflowNames(component, system.model);
  const usesSettings = String(renderDataflowFile(component, system, new StorageUsage())).includes(
    'config: Settings',
  );
  const given = [
    ...constructorArguments(component, system.model),
    ...(usesSettings ? ['config.settings'] : []),
  ];
  return `new ${file.imports.value(path, className)}(${given.join(', ')})`;
}

/** Bindings of messages have buffers of their own. */
function bufferCode({ component }: PortAddress, buffer: number | undefined, system: SystemPlan): string {
  const owner = system.model.components.find(({ name }) => name === component);
  if (buffer === undefined || owner === undefined || !isDataflow(owner)) return '';
  return `, { buffer: ${buffer} }`;
}

/** Writes the field of the component that holds a port. */
function portWriter(system: SystemPlan): (address: PortAddress) => string {
  const owners = new Map(system.model.components.map((component) => [component.name, component]));
  const endpoints = new Map(
    system.model.components
      .filter((component) => component.kind === 'ApiEndpoint')
      .map((component) => [component.name, endpointProperties(component, system)]),
  );
  return ({ component, port }) => {
    const owner = owners.get(component);
    if (owner?.kind === 'ApiEndpoint') return `${component}.${endpoints.get(component)?.get(port) ?? port}`;
    return `${component}.${owner?.kind === 'Controller' && port === 'requests' ? 'commands' : port}`;
  };
}

/** The property of the endpoint for each of its ports. */
function endpointProperties(owner: ApiComponent, system: SystemPlan): ReadonlyMap<string, string> {
  const ports = planApiPorts(owner, system);
  const taken = endpointTaken(ports);
  const all = [
    ...ports,
    ...planSourcePorts(system.model, taken).map(({ source, property }) => ({ port: source.name, property })),
    ...planLivePorts(system.model, taken).map(({ feed, property }) => ({ port: feed.name, property })),
  ];
  return new Map(all.toReversed().map(({ port, property }) => [port, property]));
}
