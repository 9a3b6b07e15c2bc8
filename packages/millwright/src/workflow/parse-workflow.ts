import type { ParseArgsOptionsConfig } from 'node:util';
import type { WorkflowCommand } from '../cli/commands.ts';
import { nearestWord } from '../cli/nearest-word.ts';
import { UsageError } from '../errors.ts';

const actions = ['run', 'validate', 'graph', 'answer', 'next'] as const;
const formats = ['text', 'mermaid', 'svg'] as const;

const json = { json: { type: 'boolean' } } as const;
const packs = { pack: { type: 'string', multiple: true } } as const;

const optionsOf: Readonly<Record<(typeof actions)[number], ParseArgsOptionsConfig>> = {
  run: {
    ...json,
    ...packs,
    input: { type: 'string' },
    debug: { type: 'boolean' },
    break: { type: 'string', multiple: true },
  },
  validate: { ...json, ...packs },
  graph: { ...json, ...packs, format: { type: 'string' } },
  answer: { ...json, by: { type: 'string' } },
  next: json,
};

type ParseWords = (
  command: string,
  words: readonly string[],
  options: ParseArgsOptionsConfig,
  mostPositionals: number,
) => { readonly values: Record<string, unknown>; readonly positionals: readonly string[] };

/** @throws UsageError for anything that is not a workflow command. */
export function parseWorkflow(
  [first = '', ...words]: readonly string[],
  parseWords: ParseWords,
): WorkflowCommand {
  const action = actions.find((known) => known === first);
  if (action === undefined) {
    const near = nearestWord(first, actions);
    const remedy = near ? `Did you mean "${near}"?` : 'millwright help workflow lists what there is.';
    throw new UsageError('unknown_command', `There is no "workflow ${first}".`, remedy);
  }
  const { values, positionals } = parseWords(`workflow ${action}`, words, optionsOf[action], wordsOf[action]);
  return commandOf(action, positionals, values);
}

/** How many words each action takes at most. */
const wordsOf = { run: 1, validate: 1, graph: 1, answer: 3, next: 2 } as const;

function commandOf(
  action: (typeof actions)[number],
  [subject = missing(action), second, third]: readonly string[],
  values: Record<string, unknown>,
): WorkflowCommand {
  const common = { kind: 'workflow', json: values['json'] === true } as const;
  const packs = texts(values['pack']);
  switch (action) {
    case 'run':
      return {
        ...common,
        action,
        file: subject,
        input: text(values['input']),
        debug: values['debug'] === true,
        breakpoints: texts(values['break']),
        packs,
      };
    case 'validate':
      return { ...common, action, file: subject, packs };
    case 'graph':
      return { ...common, action, file: subject, format: formatOf(text(values['format'])), packs };
    case 'answer':
      return {
        ...common,
        action,
        runId: subject,
        stage: second ?? missing(action),
        answer: third ?? missing(action),
        by: text(values['by']),
      };
    case 'next':
      return { ...common, action, runId: subject, step: second };
  }
}

function missing(action: string): never {
  const needs = action === 'answer' ? 'a run, a step and an answer' : action === 'next' ? 'a run' : 'a file';
  throw new UsageError(
    'missing_word',
    `workflow ${action} needs ${needs}.`,
    'millwright help workflow shows how.',
  );
}

function formatOf(name = 'text'): (typeof formats)[number] {
  const format = formats.find((known) => known === name);
  if (format !== undefined) return format;
  throw new UsageError('bad_option', `--format takes ${formats.join(', ')}, not "${name}".`);
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
