import type { SystemModel } from '../../../model/system.ts';
import { docComment } from '../../code/comment.ts';
import { literal } from '../../code/literal.ts';
import { type ComponentSetting, componentSettings } from '../../plan/component-config.ts';
import { hasJournal, usesTopics } from '../../plan/dataflow-plan.ts';

/** The parts of `src/config.ts` that components need. */
export interface ComponentConfigCode {
  readonly declaration: readonly string[];
  readonly value: readonly string[];
  readonly functions: readonly string[];
  readonly imports: readonly (readonly [module: string, name: string])[];
}

export function componentParts(model: SystemModel): ComponentConfigCode {
  const settings = componentSettings(model);
  const isDurable = hasJournal(model);
  const topics = usesTopics(model) ? topicsConfig : noTopics;
  const hasFiles = settings.some(({ kind }) => kind === 'file');
  const isBeside = hasFiles && model.storage.kind === 'sqlite';
  return {
    declaration: [
      ...(isDurable ? [journalDeclaration] : []),
      ...topics.declaration,
      ...settings.map(({ component, kind, member }) => {
        const what =
          kind === 'url' ? `Where \`${component}\` sends its messages.` : `The file of \`${component}\`.`;
        return `${docComment(what, '  ')}  readonly ${member}: string;`;
      }),
    ],
    value: [
      ...(isDurable ? [journalValue(model)] : []),
      ...topics.value,
      ...settings.map((setting) => `    ${setting.member}: ${valueCode(setting, isBeside)},`),
    ],
    functions: [
      ...(settings.some(({ kind }) => kind === 'url') ? [urlFrom] : []),
      ...topics.functions,
      ...(isDurable && model.storage.kind === 'sqlite' ? [journalBeside] : []),
      ...(isBeside ? [besideData] : []),
    ],
    imports: isBeside
      ? [['node:os', 'tmpdir'] as const, ['node:path', 'dirname'] as const, ['node:path', 'join'] as const]
      : [],
  };
}

const noTopics = { declaration: [], value: [], functions: [] };

const natsDeclaration = `  /** Where topics are: \`nats://host:4222\`, or \`memory:\` for those of this process alone. */
  readonly natsUrl: string;`;

const natsValue = `    natsUrl: natsUrlFrom(environment['NATS_URL'] || 'nats://localhost:4222'),`;

const natsUrlFrom = `
function natsUrlFrom(text: string): string {
  if (text === 'memory:' || text.split(',').every((one) => URL.parse(one)?.protocol === 'nats:')) return text;
  throw new ConfigError('NATS_URL is no address such as nats://localhost:4222, nor several with commas between them.');
}`;

const topicsConfig = { declaration: [natsDeclaration], value: [natsValue], functions: [natsUrlFrom] };

const journalDeclaration = `  /** Path of the SQLite file that remembers what was accepted until it is handled. */
  readonly journalFile: string;`;

function journalValue({ storage }: SystemModel): string {
  const standard =
    storage.kind === 'sqlite'
      ? `journalBeside(environment['DATA_FILE'] || ${literal(storage.file)})`
      : literal('journal.sqlite');
  return `    journalFile: environment['JOURNAL_FILE'] || ${standard},`;
}

function valueCode({ kind, variable, standard }: ComponentSetting, isBeside: boolean): string {
  const given = `environment[${literal(variable)}]`;
  if (kind === 'url') return `urlFrom(${literal(variable)}, ${given} || ${literal(standard)})`;
  return isBeside
    ? `${given} || besideData(environment, ${literal(standard)})`
    : `${given} || ${literal(standard)}`;
}

const urlFrom = `
function urlFrom(variable: string, text: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text;
  throw new ConfigError(\`\${variable} is "\${text}"; expected an address such as https://example.org/messages.\`);
}`;

const journalBeside = `
/** The journal lies beside the data, and is gone with it. */
function journalBeside(dataFile: string): string {
  return dataFile === ':memory:' ? dataFile : dataFile.replace(/(\\.\\w+)?$/, '.journal$1');
}`;

const besideData = `
/** Files of components lie where the data lies. */
function besideData(environment: NodeJS.ProcessEnv, file: string): string {
  const data = environment['DATA_FILE'] || '.';
  return join(data === ':memory:' ? tmpdir() : dirname(data), file);
}`;
