import { defineFixer } from '@millwright/factory';
import { editLines, type LineEdit } from '../edit-lines.ts';
import type { HealingSubject } from '../healing-subject.ts';

type Edit = (line: string, column: number) => string | undefined;

/** What a rule asks for where the linter itself makes no change. A change that is wrong shows in the types or in a test. */
const edits: Readonly<Record<string, Edit>> = {
  'eslint/eqeqeq': (line) => line.replaceAll(/(?<![=!<>])(==|!=)(?!=)(?!\s*null\b)/g, '$1='),
  'typescript/no-explicit-any': (line, column) => replacedAt(line, column, 'any', 'unknown'),
  'typescript/ban-ts-comment': (line) => (/^\s*(?:\/\/|\/\*)/.test(line) ? undefined : line),
};

/** Writes what rules ask for: strict equality, `unknown` for `any`, no comments that silence the compiler. */
export const ruleFixer = defineFixer<HealingSubject>({
  name: 'system/rules',
  version: '1',
  description:
    'Writes what rules ask for: strict equality, unknown for any, no comments that silence the compiler.',
  fixes: ({ finding: { code, place } }) => Object.hasOwn(edits, code) && place?.line !== undefined,
  fix: (failures, { tree }) =>
    editLines(
      tree,
      failures.flatMap(({ finding: { code, place } }): readonly LineEdit[] => {
        const edit = edits[code];
        if (!place?.line || !edit) return [];
        const { file, line, column = 1 } = place;
        return [{ file, line, edit: (text) => edit(text, column) }];
      }),
    ),
});

function replacedAt(line: string, column: number, from: string, to: string): string {
  const at = line.indexOf(from, column - 1);
  return at < 0 ? line : `${line.slice(0, at)}${to}${line.slice(at + from.length)}`;
}
