import { defineFixer, type Failure } from '@millwright/factory';
import type { HealingSubject } from '../healing-subject.ts';
import { editLines, type LineEdit } from '../edit-lines.ts';

/** "Property 'titel' does not exist on type 'Task'. Did you mean 'title'?" and its like. */
const suggestion = /'([A-Za-z_$][\w$]*)'.*Did you mean (?:the [\w ]+ )?'([A-Za-z_$][\w$.]*)'\?/;
const codes = new Set(['ts2551', 'ts2552', 'ts2561', 'ts2570', 'ts2724', 'ts2833']);

/** Spells a name as the compiler suggests. */
export const spellingFixer = defineFixer<HealingSubject>({
  name: 'system/spelling',
  version: '1',
  description: 'Spells a name as the compiler suggests.',
  fixes: ({ finding }) => codes.has(finding.code) && finding.place?.line !== undefined,
  fix: (failures, { tree }) => editLines(tree, failures.flatMap(editFor)),
});

function editFor({ finding: { message, place } }: Failure): readonly LineEdit[] {
  const [, wrong, right] = suggestion.exec(message) ?? [];
  if (!wrong || !right || !place?.line) return [];
  const { file, line, column = 1 } = place;
  const edit = (text: string) => {
    const at = text.indexOf(wrong, column - 1);
    return at < 0 ? text : `${text.slice(0, at)}${right}${text.slice(at + wrong.length)}`;
  };
  return [{ file, line, edit }];
}
