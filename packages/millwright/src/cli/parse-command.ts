import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { UsageError } from '../errors.ts';
import { parseWorkflow } from '../workflow/parse-workflow.ts';
import type { Command } from './commands.ts';
import { nearestWord } from './nearest-word.ts';

const runsActions = ['list', 'show', 'events', 'resume'] as const;

const parsers = new Map<string, (words: readonly string[]) => Command>([
  ['new', parseNew],
  ['verify', parseVerify],
  ['runs', parseRuns],
  ['workflow', (words) => parseWorkflow(words, parseWords)],
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
      out: { type: 'string' },
      yes: { type: 'boolean', short: 'y' },
      run: { type: 'boolean' },
      json: { type: 'boolean' },
      model: { type: 'string' },
    },
    1,
  );
  const request = positionals[0];
  if (request !== undefined && values.file !== undefined) {
    throw new UsageError(
      'two_requests',
      'Both a request and a file were given.',
      'Give the request either as text or with -f FILE.',
    );
  }
  if (values.model !== undefined) {
    throw new UsageError(
      'model_unavailable',
      `The language model "${text(values.model) ?? ''}" cannot be used: this version analyses requests with its built-in grammar only.`,
      'Leave --model out.',
    );
  }
  return {
    kind: 'new',
    request,
    file: text(values.file),
    out: text(values.out),
    yes: values.yes === true,
    run: values.run === true,
    json: values.json === true,
  };
}

function parseVerify(words: readonly string[]): Command {
  const { values, positionals } = parseWords('verify', words, { json: { type: 'boolean' } }, 1);
  const folder = positionals[0];
  if (folder === undefined)
    throw new UsageError('missing_folder', 'verify needs the folder of a system.', 'millwright verify DIR');
  return { kind: 'verify', folder, json: values.json === true };
}

function parseRuns(words: readonly string[]): Command {
  const { values, positionals } = parseWords(
    'runs',
    words,
    {
      json: { type: 'boolean' },
      limit: { type: 'string' },
      offset: { type: 'string' },
      after: { type: 'string' },
    },
    2,
  );
  const [action = 'list', runId] = positionals;
  const json = values.json === true;
  if (action === 'list') {
    return {
      kind: 'runs',
      action,
      json,
      limit: count(values.limit, 'limit', 20),
      offset: count(values.offset, 'offset', 0),
    };
  }
  if (!isRunsAction(action)) {
    throw new UsageError(
      'unknown_command',
      `There is no "runs ${action}".`,
      suggestion(action, runsActions, 'millwright help runs'),
    );
  }
  if (runId === undefined)
    throw new UsageError(
      'missing_run',
      `runs ${action} needs the id of a run.`,
      'millwright runs list shows them.',
    );
  if (action === 'events')
    return { kind: 'runs', action, runId, json, after: count(values.after, 'after', 0) };
  return { kind: 'runs', action, runId, json };
}

function isRunsAction(word: string): word is Exclude<(typeof runsActions)[number], 'list'> {
  return word !== 'list' && runsActions.some((action) => action === word);
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

function count(value: unknown, name: string, standard: number): number {
  const written = text(value);
  if (written === undefined) return standard;
  const parsed = Number(written);
  if (!Number.isSafeInteger(parsed) || parsed < 0) {
    throw new UsageError('bad_option', `--${name} takes a whole number, not "${written}".`);
  }
  return parsed;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
