import type { ParseArgsOptionsConfig } from 'node:util';
import type { RunStatus } from '@millwright/engine';
import type { RunsCommand } from '../cli/commands.ts';
import { nearestWord } from '../cli/nearest-word.ts';
import { UsageError } from '../errors.ts';

const json = { json: { type: 'boolean' } } as const;
const text = { type: 'string' } as const;

const optionsOf = {
  list: { ...json, status: text, limit: text, offset: text },
  show: json,
  events: { ...json, after: text, follow: { type: 'boolean', short: 'f' } },
  resume: json,
  retry: json,
  pause: json,
  cancel: { ...json, reason: text },
  approve: { ...json, answer: text, by: text },
  fork: { ...json, from: text, input: text, out: text },
  delete: { ...json, 'older-than': text, status: text },
} as const satisfies Record<string, ParseArgsOptionsConfig>;

type Action = keyof typeof optionsOf;

const actions = Object.keys(optionsOf) as readonly Action[];

/** Actions that take another word after the run. */
const wordsOf: Readonly<Partial<Record<Action, number>>> = { list: 0, retry: 2, approve: 2 };

type ParseWords = (
  command: string,
  words: readonly string[],
  options: ParseArgsOptionsConfig,
  mostPositionals: number,
) => { readonly values: Record<string, unknown>; readonly positionals: readonly string[] };

/** @throws UsageError for anything that is not a command about runs. */
export function parseRuns(words: readonly string[], parseWords: ParseWords): RunsCommand {
  const [first = '', ...rest] = words;
  const hasAction = first !== '' && !first.startsWith('-');
  const action = hasAction ? actions.find((known) => known === first) : 'list';
  if (action === undefined) {
    const near = nearestWord(first, actions);
    const remedy = near ? `Did you mean "${near}"?` : 'millwright help runs lists what there is.';
    throw new UsageError('unknown_command', `There is no "runs ${first}".`, remedy);
  }
  const most = wordsOf[action] ?? 1;
  const { values, positionals } = parseWords(
    `runs ${action}`,
    hasAction ? rest : words,
    optionsOf[action],
    most,
  );
  return commandOf(action, positionals, values);
}

function commandOf(
  action: Action,
  [runId, stage]: readonly string[],
  values: Record<string, unknown>,
): RunsCommand {
  const common = { kind: 'runs', json: values['json'] === true } as const;
  const given = (name: string): string | undefined => asText(values[name]);
  switch (action) {
    case 'list':
      return {
        ...common,
        action,
        status: statuses(given('status')),
        limit: count(given('limit'), 'limit', 20),
        offset: count(given('offset'), 'offset', 0),
      };
    case 'delete':
      return {
        ...common,
        action,
        runId,
        status: statuses(given('status')),
        olderThanMs: age(given('older-than')),
      };
    default:
      return {
        ...common,
        ...aboutOneRun(action, runId ?? missingRun(action), stage, values['follow'] === true, given),
      };
  }
}

/** What is particular to a command about one run. */
function aboutOneRun(
  action: Exclude<Action, 'list' | 'delete'>,
  runId: string,
  stage: string | undefined,
  follow: boolean,
  given: (name: string) => string | undefined,
) {
  switch (action) {
    case 'events':
      return { action, runId, after: count(given('after'), 'after', 0), follow };
    case 'cancel':
      return { action, runId, reason: given('reason') };
    case 'retry':
      return { action, runId, stage: stage ?? missing('a stage', action) };
    case 'approve':
      return { action, runId, stage, answer: given('answer') ?? 'true', by: given('by') };
    case 'fork': {
      const from = given('from') ?? missing('--from STAGE', action);
      return { action, runId, from, input: given('input'), out: given('out') };
    }
    default:
      return { action, runId };
  }
}

function missingRun(action: string): never {
  const remedy = 'millwright runs list shows them.';
  throw new UsageError('missing_run', `runs ${action} needs the id of a run.`, remedy);
}

function missing(what: string, action: string): never {
  throw new UsageError('missing_word', `runs ${action} needs ${what}.`, 'millwright help runs shows how.');
}

const known: readonly RunStatus[] = [
  'queued',
  'running',
  'waiting',
  'paused',
  'succeeded',
  'failed',
  'cancelling',
  'cancelled',
];

function statuses(written: string | undefined): readonly RunStatus[] | undefined {
  return written?.split(',').map((word) => {
    const status = known.find((each) => each === word.trim());
    if (status !== undefined) return status;
    const near = nearestWord(word, known);
    const remedy = near ? `Did you mean "${near}"?` : `There are ${known.join(', ')}.`;
    throw new UsageError('bad_option', `"${word}" is no status.`, remedy);
  });
}

const unitMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function age(written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  const [, amount, unit = ''] = /^(\d+)([mhd])$/.exec(written) ?? [];
  const ms = unitMs[unit];
  if (amount === undefined || ms === undefined)
    throw new UsageError(
      'bad_option',
      `--older-than takes a time such as 90m, 12h or 30d, not "${written}".`,
    );
  return Number(amount) * ms;
}

function count(written: string | undefined, name: string, standard: number): number {
  if (written === undefined) return standard;
  const parsed = Number(written);
  if (Number.isSafeInteger(parsed) && parsed >= 0) return parsed;
  throw new UsageError('bad_option', `--${name} takes a whole number, not "${written}".`);
}

const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
