import type { ParseArgsOptionsConfig } from 'node:util';
import type { CatalogueCommand, CatalogueKind, PackCommand } from '../cli/commands.ts';
import { nearestWord } from '../cli/nearest-word.ts';
import { UsageError } from '../errors.ts';

export type ParseWords = (
  command: string,
  words: readonly string[],
  options: ParseArgsOptionsConfig,
  mostPositionals: number,
) => { readonly values: Record<string, unknown>; readonly positionals: readonly string[] };

const json = { json: { type: 'boolean' } } as const;

/** `generators|packs|checks|templates list`, and `generators explain CAPABILITY…`. @throws UsageError */
export function parseCatalogue(
  of: CatalogueKind,
  words: readonly string[],
  parseWords: ParseWords,
): CatalogueCommand {
  const actions = of === 'generators' ? ['list', 'explain'] : ['list'];
  const [first = ''] = words;
  const hasAction = first !== '' && !first.startsWith('-');
  const action = hasAction ? first : 'list';
  if (!actions.includes(action)) throw unknownAction(of, action, actions);
  const rest = hasAction ? words.slice(1) : words;
  if (action === 'explain') return parseExplain(rest, parseWords);
  const { values } = parseWords(`${of} list`, rest, json, 0);
  return { kind: 'catalogue', of, action: 'list', json: values['json'] === true };
}

function parseExplain(words: readonly string[], parseWords: ParseWords): CatalogueCommand {
  const options = { ...json, prefer: { type: 'string', multiple: true } } as const;
  const { values, positionals } = parseWords('generators explain', words, options, Infinity);
  if (positionals.length === 0) {
    const remedy = 'millwright generators explain component:Store language:typescript';
    throw new UsageError('missing_capability', 'explain needs the capabilities that are required.', remedy);
  }
  const preferred = (values['prefer'] as readonly string[] | undefined) ?? [];
  return {
    kind: 'catalogue',
    of: 'generators',
    action: 'explain',
    required: positionals,
    preferred,
    json: values['json'] === true,
  };
}

/** `pack create NAME`. @throws UsageError */
export function parsePack(words: readonly string[], parseWords: ParseWords): PackCommand {
  const [action = '', ...rest] = words;
  if (action !== 'create') throw unknownAction('pack', action, ['create']);
  const { values, positionals } = parseWords('pack create', rest, { ...json, out: { type: 'string' } }, 1);
  const [name] = positionals;
  if (name === undefined)
    throw new UsageError('missing_name', 'A pack needs a name.', 'millwright pack create my-pack');
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 60)
    throw new UsageError('bad_name', `"${name}" cannot be the name of a pack.`, 'Use kebab-case: my-pack.');
  const out = typeof values['out'] === 'string' ? values['out'] : undefined;
  return { kind: 'pack', action: 'create', name, out, json: values['json'] === true };
}

export function unknownAction(command: string, action: string, actions: readonly string[]): UsageError {
  const near = nearestWord(action, actions);
  const remedy = near
    ? `Did you mean "${near}"?`
    : `There is: ${actions.map((one) => `${command} ${one}`).join(', ')}.`;
  return new UsageError('unknown_command', `There is no "${command} ${action}".`, remedy);
}
