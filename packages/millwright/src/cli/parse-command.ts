import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { UsageError } from '../errors.ts';
import { parseKnowledge } from '../knowledge/parse-knowledge.ts';
import { parseCatalogue, parsePack } from '../packs/parse-packs.ts';
import { parseRuns } from '../runs/parse-runs.ts';
import { parseWorkflow } from '../workflow/parse-workflow.ts';
import type { Command } from './commands.ts';
import { nearestWord } from './nearest-word.ts';

const parsers = new Map<string, (words: readonly string[]) => Command>([
  ['new', parseNew],
  ['update', parseUpdate],
  ['verify', parseVerify],
  ['explain', parseExplain],
  ['runs', (words) => parseRuns(words, parseWords)],
  ['workflow', (words) => parseWorkflow(words, parseWords)],
  ['packs', (words) => parseCatalogue('packs', words, parseWords)],
  ['generators', (words) => parseCatalogue('generators', words, parseWords)],
  ['checks', (words) => parseCatalogue('checks', words, parseWords)],
  ['templates', (words) => parseCatalogue('templates', words, parseWords)],
  ['knowledge', (words) => parseKnowledge(words, parseWords)],
  ['pack', (words) => parsePack(words, parseWords)],
  ['doctor', parseDoctor],
  ['help', (words) => ({ kind: 'help', topic: words[0] })],
]);

/** @throws UsageError for anything that is not a command this version has. */
export function parseCommand(argv: readonly string[]): Command {
  const [first = '--help', ...rest] = argv;
  if (isHelp(first)) return { kind: 'help', topic: undefined };
  if (first === '--version' || first === '-v') return { kind: 'version' };
  const parse = parsers.get(first);
  if (parse === undefined) {
    const remedy = suggestion(first, [...parsers.keys()], 'millwright help');
    throw new UsageError('unknown_command', `There is no command "${first}".`, remedy);
  }
  return rest.some(isHelp) ? { kind: 'help', topic: first } : parse(rest);
}

const isHelp = (word: string): boolean => word === '--help' || word === '-h';

function parseDoctor(words: readonly string[]): Command {
  const { values } = parseWords('doctor', words, { json: { type: 'boolean' } }, 0);
  return { kind: 'doctor', json: values.json === true };
}

function parseNew(words: readonly string[]): Command {
  const { values, positionals } = parseWords(
    'new',
    words,
    {
      file: { type: 'string', short: 'f' },
      template: { type: 'string' },
      out: { type: 'string' },
      yes: { type: 'boolean', short: 'y' },
      run: { type: 'boolean' },
      json: { type: 'boolean' },
      model: { type: 'string' },
    },
    1,
  );
  const request = positionals[0];
  if ([request, values.file, values.template].filter((one) => one !== undefined).length > 1) {
    throw new UsageError(
      'two_requests',
      'More than one request was given.',
      'Give the request either as text, with -f FILE or with --template NAME.',
    );
  }
  return {
    kind: 'new',
    request,
    file: text(values.file),
    template: text(values.template),
    out: text(values.out),
    yes: values.yes === true,
    run: values.run === true,
    model: text(values.model),
    json: values.json === true,
  };
}

function parseUpdate(words: readonly string[]): Command {
  const flag = { type: 'boolean' } as const;
  const { values, positionals } = parseWords(
    'update',
    words,
    {
      file: { type: 'string', short: 'f' },
      'dry-run': flag,
      undo: flag,
      'without-base': flag,
      yes: { type: 'boolean', short: 'y' },
      json: flag,
    },
    1,
  );
  const folder = positionals[0];
  if (folder === undefined)
    throw new UsageError('missing_folder', 'update needs the folder of a system.', 'millwright update DIR');
  const isSet = (name: string) => values[name] === true;
  const undo = isSet('undo');
  if (undo && (values.file !== undefined || isSet('dry-run') || isSet('without-base'))) {
    throw new UsageError('bad_option', '--undo goes with no other option but --json.');
  }
  return {
    kind: 'update',
    folder,
    file: text(values.file),
    dryRun: isSet('dry-run'),
    undo,
    withoutBase: isSet('without-base'),
    yes: isSet('yes'),
    json: isSet('json'),
  };
}

function parseVerify(words: readonly string[]): Command {
  const flag = { type: 'boolean' } as const;
  const options = { json: flag, heal: flag, restore: flag, model: { type: 'string' } } as const;
  const { values, positionals } = parseWords('verify', words, options, 1);
  const folder = positionals[0];
  if (folder === undefined)
    throw new UsageError('missing_folder', 'verify needs the folder of a system.', 'millwright verify DIR');
  const isHealed = values.heal === true;
  if (values.restore === true && !isHealed)
    throw new UsageError(
      'bad_option',
      '--restore goes with --heal.',
      'millwright verify DIR --heal --restore',
    );
  if (values.model !== undefined && !isHealed)
    throw new UsageError(
      'bad_option',
      '--model goes with --heal.',
      'millwright verify DIR --heal --model PROVIDER/NAME',
    );
  const heal = values.restore === true ? 'restore' : isHealed ? 'edits' : 'nothing';
  return { kind: 'verify', folder, heal, model: text(values.model), json: values.json === true };
}

function parseExplain(words: readonly string[]): Command {
  const flag = { type: 'boolean' } as const;
  const { values, positionals } = parseWords(
    'explain',
    words,
    { file: { type: 'string', short: 'f' }, schema: flag, json: flag },
    1,
  );
  if (values.schema === true) return { kind: 'explain', file: undefined, json: true };
  const file = positionals[0] ?? text(values.file);
  if (file === undefined)
    throw new UsageError('missing_file', 'explain needs a blueprint.', 'millwright explain FILE');
  return { kind: 'explain', file, json: values.json === true };
}

function parseWords(
  command: string,
  words: readonly string[],
  options: ParseArgsOptionsConfig,
  mostPositionals: number,
) {
  // A request may be a bullet list: a word that starts with a dash and holds a space is text, not an option.
  const isText = (word: string) => /^-\S*\s/.test(word) && !/^--[a-z]+=/.test(word);
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    const args = words.filter((word) => !isText(word));
    parsed = parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    throw wordsError(command, error, Object.keys(options));
  }
  parsed.positionals.push(...words.filter(isText));
  const extra = parsed.positionals[mostPositionals];
  if (extra !== undefined) {
    throw new UsageError(
      'too_many_words',
      `"${extra}" is one word too many for ${command}.`,
      'Put a request with spaces in quotes.',
    );
  }
  return parsed;
}

function wordsError(command: string, error: unknown, options: readonly string[]): UsageError {
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /Unknown option '-{1,2}([^']+)'/.exec(message)?.[1];
  if (unknown !== undefined) {
    const near = nearestWord(unknown, options);
    return new UsageError(
      'unknown_option',
      `${command} has no option --${unknown}.`,
      near
        ? `Did you mean --${near}?`
        : `millwright help ${command} lists them. A request that starts with a dash goes after "--".`,
    );
  }
  return new UsageError(
    'bad_option',
    message.split('\n')[0] ?? message,
    `millwright help ${command} lists the options.`,
  );
}

function suggestion(word: string, known: readonly string[], otherwise: string): string {
  const near = nearestWord(word, known);
  return near ? `Did you mean "${near}"?` : `${otherwise} lists what there is.`;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
