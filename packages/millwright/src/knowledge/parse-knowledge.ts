import type { KnowledgeCommand } from '../cli/commands.ts';
import { type ParseWords, unknownAction } from '../packs/parse-packs.ts';
import { UsageError } from '../errors.ts';

const json = { json: { type: 'boolean' } } as const;

/** `knowledge list`, `knowledge search WORDS…`, `knowledge forget DIR | --all`. @throws UsageError */
export function parseKnowledge(words: readonly string[], parseWords: ParseWords): KnowledgeCommand {
  const [action = 'list', ...rest] = words;
  switch (action) {
    case 'list': {
      const { values } = parseWords('knowledge list', rest, json, 0);
      return { kind: 'knowledge', action, json: values['json'] === true };
    }
    case 'search': {
      const { values, positionals } = parseWords('knowledge search', rest, json, Infinity);
      if (positionals.length === 0)
        throw new UsageError(
          'missing_question',
          'search needs words.',
          'millwright knowledge search file upload',
        );
      return { kind: 'knowledge', action, question: positionals.join(' '), json: values['json'] === true };
    }
    case 'forget': {
      const options = { ...json, all: { type: 'boolean' } } as const;
      const { values, positionals } = parseWords('knowledge forget', rest, options, 1);
      const [folder] = positionals;
      if ((folder === undefined) !== (values['all'] === true))
        throw new UsageError('missing_folder', 'forget needs the folder of a system, or --all.');
      return { kind: 'knowledge', action, folder, json: values['json'] === true };
    }
    default:
      throw unknownAction('knowledge', action, ['list', 'search', 'forget']);
  }
}
