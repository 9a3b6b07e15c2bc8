import { defineFixer, type Failure } from '@millwright/factory';
import type { HealingSubject } from '../healing-subject.ts';
import { editLines, type LineEdit } from '../edit-lines.ts';

const unusedName = /^'([A-Za-z_$][\w$]*)' is declared but (?:its value is )?never (?:read|used)/;

/** Takes away imports that nothing uses. */
export const unusedFixer = defineFixer<HealingSubject>({
  name: 'system/unused',
  version: '1',
  description: 'Takes away imports that nothing uses.',
  fixes: ({ finding }) =>
    ['ts6133', 'ts6192', 'ts6196', 'ts1484'].includes(finding.code) && finding.place?.line !== undefined,
  fix: (failures, { tree }) => editLines(tree, failures.flatMap(editFor)),
});

function editFor({ finding: { code, message, place } }: Failure): readonly LineEdit[] {
  if (!place?.line) return [];
  const { file, line } = place;
  if (code === 'ts6192')
    return [{ file, line, edit: (text) => (/^import\b.*;$/.test(text) ? undefined : text) }];
  const name = unusedName.exec(message)?.[1] ?? /'([A-Za-z_$][\w$]*)'/.exec(message)?.[1];
  if (name === undefined) return [];
  const edit = (text: string) => (code === 'ts1484' ? asType(text, name) : withoutSpecifier(text, name));
  return [{ file, line, edit }];
}

/** `ts1484`: a type must be imported as one. */
function asType(text: string, name: string): string {
  return text.replace(new RegExp(`([{,]\\s*)(${name})\\b`), '$1type $2');
}

/** The line without one imported name; undefined when no other is left. */
function withoutSpecifier(text: string, name: string): string | undefined {
  const list = /^(import (?:type )?\{)([^}]*)(\} from .*;)$/.exec(text);
  if (!list) {
    // One of several lines of an import, or an import of everything.
    if (new RegExp(`^\\s+(?:type )?${name},$`).test(text)) return undefined;
    return new RegExp(`^import (?:\\* as )?${name} from .*;$`).test(text) ? undefined : text;
  }
  const [, head = '', names = '', tail = ''] = list;
  const others = names
    .split(',')
    .map((one) => one.trim())
    .filter(
      (one) =>
        one !== '' &&
        one
          .replace(/^type /, '')
          .split(' as ')
          .at(-1) !== name,
    );
  return others.length === 0 ? undefined : `${head} ${others.join(', ')} ${tail}`;
}
