import { callsDataAddresses } from '../../../model/address-origin.ts';
import type { SystemModel } from '../../../model/system.ts';
import { lines } from '../../code/blocks.ts';
import { literal } from '../../code/literal.ts';
import { SourceFile } from '../../code/source-file.ts';
import type { SystemPlan } from '../../plan/system-plan.ts';
import { entranceConfig } from '../access/entrance-config.ts';
import { hasFiles } from '../files/file-paths.ts';
import { type ComponentConfigCode, componentParts } from './component-config-code.ts';
import { addSettings, addSettingsReader } from './settings-code.ts';

export const configFile = 'src/config.ts';

/** `src/config.ts`. */
export function renderConfigFile({ model }: SystemPlan): SourceFile {
  const file = new SourceFile(configFile);
  const { http, config = [] } = model;
  const hasSettings = config.length > 0;
  const flows = flowsCode(model);
  const data = together(dataPlaceCode(model), filesCode(model, file));
  const parts = componentParts(model);
  const origins = originsCode(model);
  const entrance = entranceConfig(model);
  file.add(`
export interface Config {
${lines(
  '  readonly host: string;',
  '  /** 0 takes any free port. */',
  '  readonly port: number;',
  ...data.declaration,
  ...parts.declaration,
  '  /** Where the clock stands still, in milliseconds; it runs when there is no such instant. */',
  '  readonly testClock: number | undefined;',
  ...flows.declaration,
  hasSettings && '  readonly settings: Settings;',
  ...origins.declaration,
  ...entrance.declaration,
)}
}`);
  if (hasSettings) addSettings(config, file);
  file.add(`
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'invalid_config';
}`);
  file.add(`
/** The configuration as the environment gives it. Throws \`ConfigError\` for a value that makes no sense. */
export function loadConfig(environment: NodeJS.ProcessEnv): Config {
  return {
${lines(
  `    host: environment['HOST'] || '0.0.0.0',`,
  `    port: portFrom(environment['PORT'] || ${literal(String(http.port))}),`,
  ...data.value,
  ...parts.value,
  `    testClock: instantFrom(environment['MILLWRIGHT_TEST_CLOCK']),`,
  ...flows.value,
  hasSettings && '    settings: settingsFrom(environment),',
  ...origins.value,
  ...entrance.value,
)}
  };
}`);
  if (hasSettings) addSettingsReader(config, file);
  for (const reader of [...entrance.readers, ...parts.functions]) file.add(reader);
  addImports(parts, file);
  return file.add(readers);
}

function addImports({ imports }: ComponentConfigCode, file: SourceFile): void {
  for (const [module, name] of imports) file.imports.value(module, name);
}

const readers = `
function instantFrom(text: string | undefined): number | undefined {
  if (!text) return undefined;
  const instant = Date.parse(text);
  if (!Number.isNaN(instant)) return instant;
  throw new ConfigError(\`MILLWRIGHT_TEST_CLOCK is "\${text}"; expected an instant such as 2030-01-15T12:00:00Z.\`);
}

function portFrom(text: string): number {
  const port = Number(text);
  if (/^\\d+$/.test(text) && port <= 65_535) return port;
  throw new ConfigError(\`PORT is "\${text}"; expected a number from 0 to 65535.\`);
}`;

/** A part of the configuration that not every system has. */
interface PartCode {
  readonly declaration: readonly string[];
  readonly value: readonly string[];
}

const absent: PartCode = { declaration: [], value: [] };

function together(...parts: readonly PartCode[]): PartCode {
  return {
    declaration: parts.flatMap(({ declaration }) => declaration),
    value: parts.flatMap(({ value }) => value),
  };
}

function flowsCode(model: SystemModel): PartCode {
  if (!model.components.some(({ kind }) => kind === 'FlowRunner')) return absent;
  const flows = {
    declaration: [
      '  /** For tests: nothing is done by itself until the clock is moved. */',
      '  readonly holdsFlows: boolean;',
    ],
    value: [`    holdsFlows: environment['MILLWRIGHT_TEST_FLOWS'] === 'held',`],
  };
  return callsDataAddresses(model) ? together(flows, receivers) : flows;
}

const receivers: PartCode = {
  declaration: [
    '  /** Whether webhooks may go to machines of private networks. */',
    '  readonly privateReceivers: boolean;',
  ],
  value: [`    privateReceivers: environment['PRIVATE_RECEIVERS'] !== 'off',`],
};

function dataPlaceCode({ name, storage }: SystemModel): PartCode {
  if (storage.kind === 'memory') return absent;
  if (storage.kind === 'postgresql') {
    const standard = literal(`postgres://localhost:5432/${name}`);
    return {
      declaration: [
        '  /** The PostgreSQL database that keeps the data. */',
        '  readonly databaseUrl: string;',
      ],
      value: [`    databaseUrl: environment['DATABASE_URL'] || ${standard},`],
    };
  }
  return {
    declaration: [
      '  /** Path of the SQLite file; `:memory:` keeps nothing. */',
      '  readonly dataFile: string;',
    ],
    value: [`    dataFile: environment['DATA_FILE'] || ${literal(storage.file)},`],
  };
}

/** Files lie beside the data, and with data in memory in a folder that ends with the process. */
function filesCode(model: SystemModel, file: SourceFile): PartCode {
  if (!hasFiles(model)) return absent;
  const temporary = () => {
    file.imports.value('node:os', 'tmpdir');
    file.imports.value('node:path', 'join');
    return `join(tmpdir(), \`${model.name}-\${process.pid}\`)`;
  };
  const place = () => {
    if (model.storage.kind === 'memory') return temporary();
    if (model.storage.kind === 'postgresql') return literal('data/files');
    const data = `environment['DATA_FILE'] || ${literal(model.storage.file)}`;
    file.add(`
/** Beside the data, and of nothing else. */
function filesBeside(dataFile: string): string {
  return dataFile === ':memory:' ? ${temporary()} : \`\${dataFile}-files\`;
}`);
    return `filesBeside(${data})`;
  };
  return {
    declaration: ['  /** Where the bytes of files lie. */', '  readonly filesDir: string;'],
    value: [`    filesDir: environment['FILES_DIR'] || ${place()},`],
  };
}

function originsCode({ http: { cors } }: SystemModel): PartCode {
  if (cors === undefined) return absent;
  return {
    declaration: [
      '  /** Origins whose pages may call the system from a browser; `*` for all. */',
      '  readonly corsOrigins: readonly string[];',
    ],
    value: [`    corsOrigins: (environment['CORS_ORIGINS'] || ${literal(cors.join(','))}).split(','),`],
  };
}
